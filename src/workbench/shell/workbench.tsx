/** The whole page: language and looks, who is signed in, and what they see. */
import { App, ConfigProvider } from 'antd';
import en from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { lazy, Suspense, useEffect } from 'react';
import { Route, Switch } from 'wouter';
import { facts } from '../api/facts';
import { SignedInPages } from '../session/signed-in-pages';
import { useWords } from '../words';
import { SideBySide } from './side-by-side';
import { theme } from './theme';

const SandboxBar = lazy(() => import('./sandbox-bar'));

/** The side-by-side view is one page with two pages in it: the bar is above both. */
const isFramed = window.parent !== window;

export function Workbench() {
  const { language, t } = useWords();
  dayjs.locale(language === 'en' ? 'en' : 'zh-cn');
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = t('page.title');
  }, [language, t]);
  return (
    <ConfigProvider
      locale={language === 'en' ? en : zhCN}
      theme={theme}
      button={{ autoInsertSpace: false }}
    >
      <App className="workbench" message={{ maxCount: 4 }}>
        {facts.isSandbox && !isFramed && (
          <Suspense fallback={<div className="sandbox" />}>
            <SandboxBar />
          </Suspense>
        )}
        <Switch>
          <Route path="/side-by-side" component={SideBySide} />
          <Route component={SignedInPages} />
        </Switch>
      </App>
    </ConfigProvider>
  );
}
