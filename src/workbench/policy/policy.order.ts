/** Which policy comes after which: by the instant they take effect, of one instant the newer (src/policies/README.md). */
import type { PolicyValuesFragment } from '../api/operations';

const instantOf = ({ effectiveFrom }: PolicyValuesFragment): number =>
  effectiveFrom === null ? -Infinity : Date.parse(effectiveFrom);

/** What is in force at an instant, by the versions known. */
export const inForceAt = (
  versions: readonly PolicyValuesFragment[],
  at: number,
): PolicyValuesFragment | undefined =>
  versions
    .filter((policy) => instantOf(policy) <= at)
    .toSorted((a, b) => instantOf(a) - instantOf(b) || a.version - b.version)
    .at(-1);

/** What was to be in force when a version took effect, had it not been published. */
export const followedBy = (
  policy: PolicyValuesFragment,
  versions: readonly PolicyValuesFragment[],
): PolicyValuesFragment | undefined =>
  inForceAt(
    versions.filter(({ version }) => version < policy.version),
    instantOf(policy),
  );
