import { calendarDay } from '../time/formats';
import { useWords } from '../words';

interface DayChartProps {
  readonly label: string;
  readonly days: readonly { readonly day: string; readonly value: number | null }[];
  readonly write: (value: number) => string;
}

const WIDTH = 300;
const HEIGHT = 64;
/** A day of nothing still shows that it was a day. */
const LEAST_PX = 1.5;

/** One bar a day. Drawn here: a chart library would weigh more than the page. The figures are in each bar's title. */
export function DayChart({ label, days, write }: DayChartProps) {
  const { language } = useWords();
  const most = Math.max(...days.map(({ value }) => value ?? 0)) || 1;
  const step = WIDTH / days.length;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} className="day-chart">
      {days.map(({ day, value }, index) => {
        const height = value === null ? 0 : Math.max(LEAST_PX, (value / most) * HEIGHT);
        return (
          <rect
            key={day}
            x={index * step}
            y={HEIGHT - height}
            width={step - 2}
            height={height}
            rx={1}
          >
            <title>{`${calendarDay(day, language)}: ${value === null ? '–' : write(value)}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}
