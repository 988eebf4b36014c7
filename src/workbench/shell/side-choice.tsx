import { Segmented } from 'antd';
import { useWords } from '../words';

export type Side = 'chat' | 'facts';

interface SideChoiceProps {
  readonly value: Side;
  readonly onChange: (side: Side) => void;
  /** What each is called, in the order they are shown. */
  readonly sides: readonly (readonly [Side, string])[];
}

/** A phone shows the chat or the facts; wider screens show both, and not this. */
export function SideChoice({ value, onChange, sides }: SideChoiceProps) {
  const { t } = useWords();
  return (
    <Segmented
      block
      aria-label={t('order.sides')}
      className="order-sides"
      value={value}
      onChange={onChange}
      options={sides.map(([side, label]) => ({ value: side, label }))}
    />
  );
}
