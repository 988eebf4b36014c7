import { Segmented } from 'antd';

interface ViewChoiceProps<View extends string> {
  readonly label: string;
  readonly views: readonly View[];
  readonly value: View;
  readonly onChange: (view: View) => void;
  readonly nameOf: (view: View) => string;
}

/** Which part of a list is shown. */
export function ViewChoice<View extends string>(props: ViewChoiceProps<View>) {
  const { label, views, value, onChange, nameOf } = props;
  return (
    <Segmented
      block
      aria-label={label}
      value={value}
      onChange={onChange}
      options={views.map((view) => ({ value: view, label: nameOf(view) }))}
    />
  );
}
