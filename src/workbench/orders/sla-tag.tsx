import { Tag } from 'antd';
import type { Sla } from '../api/operations';
import { useWords } from '../words';

const COLOURS: Record<Sla, string> = {
  RUNNING: 'processing',
  MET: 'success',
  BREACHED: 'error',
  VOID: 'default',
};

/** Whether the order was, or can still be, shipped in time. */
export function SlaTag({ sla }: { readonly sla: Sla }) {
  const { t } = useWords();
  return <Tag color={COLOURS[sla]}>{t(`state.${sla}`)}</Tag>;
}
