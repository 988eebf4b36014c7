/**
 * Addresses that name a right themselves: one method on one file, until an instant of real time (EV-2, AC-3, TM-1).
 *
 * They are given only to who has the right; whoever changes a character of one has none.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { realTime } from './clock';
import { isInTime, SECOND_MS, wholeSecond } from './time';

export type FileMethod = 'GET' | 'PUT';

export interface SignedUrl {
  /** A path on this server, to be resolved against the address of `/graphql`. */
  readonly url: string;
  /** Real time in milliseconds, whole seconds; the last second it works in. */
  readonly expiresAt: number;
}

export type Verdict = 'VALID' | 'FORGED' | 'EXPIRED';

/** EV-2 */
export const URL_LIFETIME_MS = 300 * SECOND_MS;

export class SignedUrls {
  constructor(
    private readonly secret: string,
    /** The path that ids hang from: `/evidence`. */
    private readonly path: string,
  ) {}

  sign(method: FileMethod, id: string, now = realTime()): SignedUrl {
    const expiresAt = wholeSecond(now) + URL_LIFETIME_MS;
    const expires = String(expiresAt / SECOND_MS);
    const signature = this.signature(method, id, expires).toString('base64url');
    return { url: `${this.path}/${id}?expires=${expires}&signature=${signature}`, expiresAt };
  }

  /** `query` is whatever came with the request. The signature is judged first: what is forged has no age. */
  check(method: FileMethod, id: string, query: unknown, now = realTime()): Verdict {
    const { expires, signature } = query as Record<string, unknown>;
    if (typeof expires !== 'string' || typeof signature !== 'string') return 'FORGED';
    // Compared as bytes of one length: base64url has several spellings of the same bytes, and only one is ours.
    const given = Buffer.from(signature);
    const ours = Buffer.from(this.signature(method, id, expires).toString('base64url'));
    if (given.length !== ours.length || !timingSafeEqual(given, ours)) return 'FORGED';
    return isInTime(now, Number(expires) * SECOND_MS) ? 'VALID' : 'EXPIRED';
  }

  private signature(method: FileMethod, id: string, expires: string): Buffer {
    return createHmac('sha256', this.secret).update(`${method}\n${id}\n${expires}`).digest();
  }
}
