/**
 * How much anybody may take of this node, counted at both doors alike and before anything costly: by address before a token is
 * verified, by viewer right after. Per node: several nodes allow so many times as much.
 */
import type { IncomingMessage } from 'node:http';
import type { Settings } from '../lib/settings';
import { personOf, type Viewer } from '../lib/viewer';
import { addressBehind, type AddressOf } from './address';
import { rateLimited } from './errors';
import { Places } from './places';
import { Rate } from './rate';
import { Turns } from './turns';

/** Subscriptions being opened: each asks the database two or three things. */
const OPENING_AT_ONCE = 64;
/** 64 KiB each at most. */
const MOST_WAITING = 5_000;

export class Limits {
  readonly addressOf: AddressOf;
  readonly socketsByAddress: Places;
  readonly socketsByViewer: Places;
  readonly requests: Places;
  private readonly opening = new Turns(OPENING_AT_ONCE, MOST_WAITING);
  private readonly byAddress: Rate;
  private readonly byViewer: Rate;

  constructor(settings: Settings['limits']) {
    this.addressOf = addressBehind(settings.trustedProxies);
    this.byAddress = new Rate(settings.ratePerAddress);
    this.byViewer = new Rate(settings.ratePerViewer);
    this.socketsByAddress = new Places(settings.socketsPerAddress);
    this.socketsByViewer = new Places(settings.socketsPerViewer);
    this.requests = new Places(settings.requestsAtOnce);
  }

  /** Seconds to wait, 0 for none: for an upgrade, which is answered without GraphQL. */
  waitOf(request: IncomingMessage): number {
    return this.byAddress.take(this.addressOf(request));
  }

  /** Counts one request or operation of an address. Throws RATE_LIMITED. */
  countAddress(address: string): void {
    refuseWhile(this.byAddress.take(address));
  }

  /** Counts one request, operation or connection of a viewer. Throws RATE_LIMITED. */
  countViewer(viewer: Viewer | null): void {
    if (viewer !== null) refuseWhile(this.byViewer.take(personOf(viewer)));
  }

  /** Waits until one more subscription may be opened; false when too many wait already. */
  beginOpening(): Promise<boolean> {
    return this.opening.take();
  }

  endOpening(): void {
    this.opening.end();
  }
}

function refuseWhile(seconds: number): void {
  if (seconds > 0) throw rateLimited(seconds);
}
