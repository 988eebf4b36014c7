import { Button } from 'antd';
import { chooseLanguage, useWords } from '../words';

/** Named in the language it leads to. */
export function LanguageSwitch() {
  const { language } = useWords();
  const other = language === 'en' ? 'zh-CN' : 'en';
  return (
    <Button type="text" size="small" lang={other} onClick={() => chooseLanguage(other)}>
      {other === 'en' ? 'English' : '中文'}
    </Button>
  );
}
