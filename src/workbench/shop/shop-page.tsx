/** A shop's last 30 days and its penalty points (MT-1, PT-2). */
import { useLiveQuery } from '../api/live.query';
import { ShopFiguresDocument, type ShopFiguresQuery } from '../api/operations';
import { Failed } from '../shell/failed';
import { Loading } from '../shell/loading';
import { Nothing } from '../shell/nothing';
import { Instant } from '../time/instant';
import { useWords, type Language, type Say } from '../words';
import { DayChart } from './day-chart';
import { figuresOf, type Figure, type Metrics } from './figures';

type Points = NonNullable<NonNullable<ShopFiguresQuery['viewer']['shop']>['points']>;

/** Any act of the shop may count. */
const always = () => true;

export default function ShopPage() {
  const { t } = useWords();
  const { data, fetching, error, again } = useLiveQuery(ShopFiguresDocument, {}, always);
  const shop = data?.viewer.shop;
  if (!shop) {
    if (fetching) return <Loading />;
    if (error) return <Failed onAgain={again} />;
    return <Nothing title={t('shop.none')}>{t('shop.noneWhy')}</Nothing>;
  }
  const { metrics, points, kind } = shop;
  return (
    <article className="shop" aria-label={t('shop.title')} tabIndex={0}>
      <header>
        <h1>{t('shop.title')}</h1>
        {metrics && (
          <p className="row-quiet">
            <Instant at={metrics.from} /> – <Instant at={metrics.to} />
          </p>
        )}
      </header>
      <div className="shop-figures">
        {metrics &&
          figuresOf(kind).map((figure) => (
            <FigureCard key={figure.title} figure={figure} metrics={metrics} />
          ))}
        {points && <PointsCard points={points} />}
      </div>
    </article>
  );
}

const percent = (language: Language) =>
  new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });

/** Writes a value as what it is. */
function writerOf({ is }: Figure, language: Language, t: Say): (value: number) => string {
  if (is === 'rate') return (value) => percent(language).format(value);
  if (is === 'count') return String;
  return (seconds) =>
    t('shop.span', {
      hours: Math.floor(seconds / 3_600),
      minutes: Math.floor((seconds % 3_600) / 60),
    });
}

interface FigureCardProps {
  readonly figure: Figure;
  readonly metrics: Metrics;
}

function FigureCard({ figure, metrics }: FigureCardProps) {
  const { t, language } = useWords();
  const write = writerOf(figure, language, t);
  const value = figure.valueOf(metrics);
  const days = metrics.daily.map((day) => ({ day: day.day, value: figure.valueOf(day) }));
  return (
    <section className="figure">
      <h2>{t(figure.title)}</h2>
      <p className="figure-value">{value === null ? t('shop.noValue') : write(value)}</p>
      <p className="row-quiet">{t(figure.basis, figure.basisOf(metrics, write))}</p>
      <DayChart label={t('shop.daily', { what: t(figure.title) })} days={days} write={write} />
    </section>
  );
}

function PointsCard({ points }: { readonly points: Points }) {
  const { t } = useWords();
  return (
    <section className="figure">
      <h2>{t('shop.points', { year: points.year })}</h2>
      <dl className="pairs">
        <div>
          <dt>{t('shop.general')}</dt>
          <dd className="figure-value">{points.general}</dd>
        </div>
        <div>
          <dt>{t('shop.severe')}</dt>
          <dd className="figure-value">{points.severe}</dd>
        </div>
      </dl>
      {points.severeCarriedOver > 0 && (
        <p className="row-quiet">{t('shop.carriedOver', { points: points.severeCarriedOver })}</p>
      )}
    </section>
  );
}
