import { Form, Input, InputNumber } from 'antd';
import { useWords } from '../words';
import { URGES, type Figure } from './policy.figures';

interface FigureInputProps {
  readonly figure: Figure;
  /** What the API said against what was typed in. */
  readonly refused: string | undefined;
}

/** One value of a policy. */
export function FigureInput({ figure, refused }: FigureInputProps) {
  const { t } = useWords();
  const { name, is, range } = figure;
  const [min, max] = range;
  const rules = [
    { required: is !== 'urges', message: t('act.missing') },
    ...(is === 'urges' ? [{ pattern: URGES, message: t('policy.urgesForm') }] : []),
  ];
  return (
    <Form.Item
      name={name}
      label={t(`policy.${name}`)}
      rules={rules}
      {...(is === 'urges' && { extra: t('policy.urgesForm') })}
      {...(refused !== undefined && { validateStatus: 'error', help: refused })}
    >
      {is === 'urges' ? (
        <Input className="wide" />
      ) : (
        <InputNumber
          className="wide"
          {...(is !== 'money' && is !== 'percent' && { precision: 0 })}
          {...((is === 'money' || is === 'percent') && { precision: 2 })}
          min={min}
          max={max}
          suffix={is === 'count' || is === 'money' ? undefined : t(`policy.suffix.${is}`)}
        />
      )}
    </Form.Item>
  );
}
