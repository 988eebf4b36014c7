/** Every migration, oldest first. Hand-written, and tested with rows in the tables on both databases. */
import { NegotiatedShipping1700000000001 } from './0001-negotiated-shipping';
import { Settlement1700000000002 } from './0002-settlement';
import { Evidence1700000000003 } from './0003-evidence';
import { Tickets1700000000004 } from './0004-tickets';
import { Violations1700000000005 } from './0005-violations';
import { ConfidentialReports1700000000006 } from './0006-confidential-reports';
import { ClusterLocks1700000000007 } from './0007-cluster-locks';

export const MIGRATIONS = [
  NegotiatedShipping1700000000001,
  Settlement1700000000002,
  Evidence1700000000003,
  Tickets1700000000004,
  Violations1700000000005,
  ConfidentialReports1700000000006,
  ClusterLocks1700000000007,
] as const;
