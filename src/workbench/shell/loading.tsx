import { Spin } from 'antd';
import { useWords } from '../words';

export function Loading() {
  const { t } = useWords();
  return (
    <div className="centred" role="status" aria-label={t('page.loading')}>
      <Spin />
    </div>
  );
}
