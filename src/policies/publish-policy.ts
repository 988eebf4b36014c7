/** `policyPublish`: staff change the numbers of the rules, from an instant on (domain.md §9). */
import { Refused, refuse, UserErrorCode } from '../lib/refusal';
import { FIRST_POLICY, type Policy } from '../lib/policy';
import { insertPolicy } from '../lib/policy.rows';
import { Role } from '../lib/viewer';
import type { Command } from '../inbox/perform';
import {
  effectiveRefusals,
  figureRefusals,
  figuresOf,
  valuesOf,
  type PolicyFigures,
} from './policy.rules';

type Nullable<T> = { readonly [K in keyof T]?: T[K] | null | undefined };

export type Publication = Nullable<PolicyFigures> & {
  readonly effectiveFrom?: number | null | undefined;
};

const NAMES = Object.keys(figuresOf(FIRST_POLICY)) as (keyof PolicyFigures)[];

/** What a publication leaves out stays what it is in the policy it follows. */
const completed = (publication: Publication, followed: Policy): PolicyFigures => {
  const figures = figuresOf(followed);
  const given = NAMES.map((name) => [name, publication[name] ?? figures[name]] as const);
  return { ...figures, ...Object.fromEntries(given) };
};

/** The version published. */
export const publishPolicy: Command<Publication, number> = async (act, viewer, input) => {
  if (viewer.role !== Role.PLATFORM) return refuse(UserErrorCode.FORBIDDEN);
  // One publication at a time: versions have no gaps.
  await act.tx.rows(`SELECT id FROM clock WHERE id = 1${act.app.db.dialect.forUpdate}`);
  await act.tick();
  // An instant of this very second that lies behind us must not judge what was judged before it.
  const effectiveFrom = Math.max(input.effectiveFrom ?? act.now, act.now);
  const figures = completed(input, act.policyAt(effectiveFrom));
  const past = effectiveRefusals(input.effectiveFrom ?? act.now, act.now);
  const reasons = [...figureRefusals(figures), ...past];
  if (reasons.length > 0) return new Refused(reasons);
  const version = act.app.clock.policies.newest + 1;
  const policy = { ...valuesOf(figures), version, effectiveFrom };
  await insertPolicy(act.tx, policy, viewer.sub, act.now);
  return version;
};
