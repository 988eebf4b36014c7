/**
 * Acts against the database: what was acknowledged is there, once, with the id that was answered; what was refused is not;
 * what nobody knows about is wholly there or not at all.
 */
import type { Reader } from '../../src/lib/database';
import type { Wrong } from './wrong';

/** How each effect is found by its mark: SQL for `mark` and `id`. */
const FOUND = {
  import: 'SELECT order_no AS mark, id FROM orders WHERE order_no IN (?)',
  card: 'SELECT remark AS mark, id FROM shipping_proposals WHERE remark IN (?)',
  acceptance: `SELECT id AS mark, id FROM shipping_proposals WHERE status = 'ACCEPTED' AND id IN (?)`,
  refusal: `SELECT id AS mark, id FROM shipping_proposals WHERE status = 'DECLINED' AND id IN (?)`,
  message: 'SELECT body AS mark, id FROM messages WHERE body IN (?)',
  consignment: 'SELECT id AS mark, id FROM orders WHERE consigned_at IS NOT NULL AND id IN (?)',
  pickup: 'SELECT id AS mark, id FROM orders WHERE picked_up_at IS NOT NULL AND id IN (?)',
  complaint: 'SELECT order_id AS mark, id FROM complaints WHERE order_id IN (?)',
  ticket: 'SELECT statement AS mark, id FROM tickets WHERE statement IN (?)',
  contact: 'SELECT note AS mark, id FROM ticket_contacts WHERE note IN (?)',
  reply: 'SELECT remark AS mark, ticket_id AS id FROM ticket_replies WHERE remark IN (?)',
  review: `SELECT DISTINCT ticket_id AS mark, ticket_id AS id FROM inbox_entries
    WHERE kind IN ('TICKET_CONFIRMED', 'TICKET_DENIED') AND ticket_id IN (?)`,
} as const;

export type EffectKind = keyof typeof FOUND;

/** Marks that are nobody else's: the key of the act itself. */
const OWN_MARK = new Set<EffectKind>(['import', 'card', 'message', 'ticket', 'contact', 'reply']);

export const hasOwnMark = (effect: EffectKind): boolean => OWN_MARK.has(effect);

/** What became of one act, as its client knows it. */
export interface Known {
  readonly effect: EffectKind;
  readonly mark: string;
  /** The id that was answered; undefined for a refusal. */
  readonly id: string | undefined;
  readonly mutation: string;
}

interface Found {
  readonly mark: string;
  readonly id: string;
}

/** What the database holds under these marks. */
export async function findEffects(
  source: Reader,
  effect: EffectKind,
  marks: readonly string[],
): Promise<Found[]> {
  return marks.length === 0 ? [] : source.rows<Found>(FOUND[effect], [marks]);
}

/** Compares what clients know with what the database holds. */
export async function checkEffects(source: Reader, known: readonly Known[]): Promise<Wrong[]> {
  const wrong: Wrong[] = [];
  for (const effect of new Set(known.map((act) => act.effect))) {
    const acts = known.filter((act) => act.effect === effect);
    const found = await findEffects(source, effect, [...new Set(acts.map(({ mark }) => mark))]);
    const byMark = new Map<string, string[]>();
    for (const { mark, id } of found) byMark.set(mark, [...(byMark.get(mark) ?? []), id]);
    for (const act of acts) wrong.push(...judge(act, byMark.get(act.mark) ?? []));
  }
  return wrong;
}

function judge(act: Known, ids: readonly string[]): Wrong[] {
  const what = `${act.mutation} ${act.mark}`;
  if (act.id === undefined) {
    const isThere = hasOwnMark(act.effect) && ids.length > 0;
    return isThere ? [{ check: 'refused', what: `${what} was refused and is there` }] : [];
  }
  if (ids.length === 0) return [{ check: 'acknowledged', what: `${what} is not in the database` }];
  if (ids.length > 1)
    return [{ check: 'once', what: `${what} is there ${ids.length} times: ${ids.join(', ')}` }];
  if (ids[0] === act.id) return [];
  return [{ check: 'same', what: `${what} was answered as ${act.id} and is ${ids[0]}` }];
}
