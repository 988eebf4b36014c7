import { Button } from 'antd';
import { useWords } from '../words';

/** What was asked for did not come: says so, and what to do. */
export function Failed({ onAgain }: { readonly onAgain: () => void }) {
  const { t } = useWords();
  return (
    <div className="centred note" role="alert">
      <p className="note-title">{t('page.failed')}</p>
      <p>{t('page.failedWhy')}</p>
      <Button onClick={onAgain}>{t('page.again')}</Button>
    </div>
  );
}
