import type { ThemeConfig } from 'antd';

/** The same colours as in style.css: Ant Design computes its shades of them. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#1d4fd7',
    colorInfo: '#1d4fd7',
    colorSuccess: '#14693d',
    // Worked out of so dark a green, the tint behind it would be grey and too dark.
    colorSuccessBg: '#e7f4ec',
    colorSuccessBorder: '#b5dcc4',
    colorWarning: '#b45309',
    colorError: '#c8261d',
    colorText: '#1c2430',
    colorTextPlaceholder: '#667085',
    // The default greys are too pale to be read on white (4.5:1).
    colorTextDescription: '#566070',
    colorTextTertiary: '#566070',
    colorTextQuaternary: '#667085',
    colorBorder: '#d5dae1',
    borderRadius: 6,
    fontSize: 14,
    fontFamily:
      '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
  },
};
