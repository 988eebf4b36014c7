/** How far the recording of what fell due has come: to watch the worst moment of the day (CO-6). */
import { Failed } from '../shell/failed';
import { Loading } from '../shell/loading';
import { Instant } from '../time/instant';
import { isKey, useWords } from '../words';
import { doneOf, secondsLeftOf, type Settlement } from './settlement';
import { useSettlement } from './use-settlement';
import { useSweepProgress, type Progress } from './use-sweep-progress';
import '../desk/desk.css';

export default function SweepPage() {
  const { t } = useWords();
  const { data, hasFailed, again } = useSweepProgress();
  const progress = data?.sweepProgress;
  const settlement = useSettlement(
    data && { waiting: data.sweepProgress.waiting, serverTime: data.serverTime },
  );
  if (progress === undefined || settlement === undefined)
    return hasFailed ? <Failed onAgain={again} /> : <Loading />;
  return (
    <article className="desk page-sheet" aria-label={t('sweep.title')} tabIndex={0}>
      <header>
        <h1>{t('sweep.title')}</h1>
        <p className="row-quiet">{t('sweep.what')}</p>
      </header>
      {hasFailed && <p className="warned">{t('sweep.stale')}</p>}
      <Now settlement={settlement} recordedByNode={progress.recordedByNode} />
      <Kinds deadlines={progress.deadlines} />
    </article>
  );
}

interface NowProps {
  readonly settlement: Settlement;
  readonly recordedByNode: number;
}

function Now({ settlement, recordedByNode }: NowProps) {
  const { t, language } = useWords();
  const number = new Intl.NumberFormat(language);
  const { waiting, most } = settlement;
  const left = secondsLeftOf(settlement);
  return (
    <div className="sweep-now">
      <section className="figure">
        <h2>{t('sweep.waiting')}</h2>
        <p className="figure-value">{number.format(waiting)}</p>
        <progress className="bar" value={doneOf(settlement)} aria-label={t('sweep.done')} />
        <p className="row-quiet" role="status">
          {waiting === 0
            ? t('sweep.nothing')
            : t('sweep.of', { recorded: number.format(most - waiting), most: number.format(most) })}
          {left !== null && ` · ${t('sweep.left', { seconds: number.format(left) })}`}
        </p>
      </section>
      <section className="figure">
        <h2>{t('sweep.recorded')}</h2>
        <p className="figure-value">{number.format(recordedByNode)}</p>
        <p className="row-quiet">{t('sweep.recordedBy')}</p>
      </section>
    </div>
  );
}

function Kinds({ deadlines }: Pick<Progress, 'deadlines'>) {
  const { t, language } = useWords();
  const number = new Intl.NumberFormat(language);
  return (
    <section className="figure">
      <h2>{t('sweep.kinds')}</h2>
      <table className="sheet-table">
        <thead>
          <tr>
            <th scope="col">{t('sweep.kind')}</th>
            <th scope="col" className="number">
              {t('sweep.waiting')}
            </th>
            <th scope="col">{t('sweep.oldest')}</th>
          </tr>
        </thead>
        <tbody>
          {deadlines.map(({ name, waiting, oldestDueAt }) => {
            const key = `sweep.${name}`;
            return (
              <tr key={name}>
                <th scope="row">{isKey(key) ? t(key) : name}</th>
                <td className="number">{number.format(waiting)}</td>
                <td>{oldestDueAt === null ? '–' : <Instant at={oldestDueAt} />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
