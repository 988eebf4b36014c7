/** The seats of a shop and what each may do: the owner sets it, the others see it (AC-2). */
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useLiveQuery } from '../api/live.query';
import { SeatsDocument, type SeatRowFragment } from '../api/operations';
import { Failed } from '../shell/failed';
import { Loading } from '../shell/loading';
import { Nothing } from '../shell/nothing';
import { useWords } from '../words';
import { SeatCard } from './seat-card';
import { SeatDialog } from './seat-dialog';

/** Seats are in no inbox: acts tell nothing of them. */
const never = () => false;

export default function SeatsPage() {
  const { t } = useWords();
  const { data, fetching, error, again } = useLiveQuery(SeatsDocument, {}, never);
  const shop = data?.viewer.shop;
  if (shop)
    return (
      <Seats
        shopId={shop.shopId}
        seats={shop.seats ?? []}
        isOwner={data.viewer.permissions.includes('owner')}
        again={again}
      />
    );
  if (fetching) return <Loading />;
  if (error) return <Failed onAgain={again} />;
  return <Nothing title={t('seats.none')}>{t('shop.noneWhy')}</Nothing>;
}

interface SeatsProps {
  readonly shopId: string;
  readonly seats: readonly SeatRowFragment[];
  readonly isOwner: boolean;
  readonly again: () => void;
}

/** The seat a form is open for; `new` is one that has not signed in yet. */
type Chosen = SeatRowFragment | 'new' | undefined;

function Seats({ shopId, seats, isOwner, again }: SeatsProps) {
  const { t } = useWords();
  const [chosen, setChosen] = useState<Chosen>();
  return (
    <article className="sheet" aria-label={t('seats.title')} tabIndex={0}>
      <header className="sheet-head">
        <div>
          <h1>{t('seats.title')}</h1>
          <p className="row-quiet">{t('seats.what')}</p>
        </div>
        {isOwner && (
          <Button type="primary" onClick={() => setChosen('new')}>
            {t('seats.add')}
          </Button>
        )}
      </header>
      {!isOwner && <Alert type="info" showIcon title={t('seats.readOnly')} />}
      <ul className="seats">
        {seats.map((seat) => (
          <SeatCard
            key={seat.id}
            seat={seat}
            shopId={shopId}
            onChange={isOwner ? () => setChosen(seat) : undefined}
          />
        ))}
      </ul>
      {seats.length === 0 && <Nothing title={t('seats.none')}>{t('seats.noneWhy')}</Nothing>}
      {chosen !== undefined && (
        <SeatDialog
          shopId={shopId}
          seat={chosen === 'new' ? undefined : chosen}
          onSaved={again}
          onClose={() => setChosen(undefined)}
        />
      )}
    </article>
  );
}
