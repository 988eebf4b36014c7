/** Opaque ids, prefixed by type and sorted by time (domain.md §10). */
import { typeid } from 'typeid-js';

/** One prefix per type; `node(id:)` finds the type by it. */
export const ID_PREFIX = {
  shop: 'shp',
  seat: 'seat',
  order: 'ord',
  proposal: 'prp',
  conversation: 'cnv',
  message: 'msg',
  history: 'his',
  ticket: 'tkt',
  contact: 'tct',
  reply: 'rpl',
  addition: 'tad',
  urge: 'urg',
  judgment: 'jdg',
  appeal: 'apl',
  report: 'rpt',
  compensation: 'cmp',
  complaint: 'cpl',
  posting: 'pst',
  evidence: 'evd',
  violation: 'vio',
  points: 'pts',
} as const;

export type IdType = keyof typeof ID_PREFIX;

export const newId = (type: IdType): string => typeid(ID_PREFIX[type]).toString();

/** Whether a text has the form of such an id; what has not is NOT_FOUND without a look (AC-1). */
export const isId = (type: IdType, text: string): boolean =>
  text.length === ID_PREFIX[type].length + 27 && text.startsWith(`${ID_PREFIX[type]}_`);
