/** Every migration, oldest first. Hand-written, and tested with rows in the tables on both databases. */
import { NegotiatedShipping1700000000001 } from './0001-negotiated-shipping';

export const MIGRATIONS = [NegotiatedShipping1700000000001] as const;
