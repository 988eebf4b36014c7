import { DownOutlined } from '@ant-design/icons';

/** What opens a choice. Ant Design would name it in English, in every language. */
export const ARROW_DOWN = <DownOutlined aria-hidden aria-label="" />;
