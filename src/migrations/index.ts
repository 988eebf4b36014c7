/** Every migration, oldest first. Hand-written, and tested with rows in the tables on both databases. */
import { NegotiatedShipping1700000000001 } from './0001-negotiated-shipping';
import { Settlement1700000000002 } from './0002-settlement';
import { Evidence1700000000003 } from './0003-evidence';

export const MIGRATIONS = [
  NegotiatedShipping1700000000001,
  Settlement1700000000002,
  Evidence1700000000003,
] as const;
