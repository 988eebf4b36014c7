/** Forgets what was announced and never came, and what a node that died was receiving. */
import { realTime } from '../lib/clock';
import { IDEMPOTENCY_MS } from '../lib/policy';
import { DAY_MS, wholeSecond } from '../lib/time';
import type { App } from '../inbox/app';
import { keyOf } from './evidence.file';
import { forgetUnstored } from './evidence.repository';

/** As long as the announcement is remembered under its idempotencyKey, repeating it gives the same piece (domain.md §10). */
export async function purgeEvidence({ db, files }: App, now: number): Promise<void> {
  let ids: string[];
  do {
    ids = await forgetUnstored(db, wholeSecond(now) - IDEMPOTENCY_MS);
    await files.remove(ids.map(keyOf));
  } while (ids.length > 0);
  await files.tidy(realTime() - DAY_MS);
}
