/** The whole matrix: every case there is, for as many viewers as a run looks at. */
import { fieldCases } from './field.cases';
import { fileCases } from './file.cases';
import { mutationCases } from './mutation.cases';
import { othersIn } from './mutation.inputs';
import { queryCases, type SignedIn } from './query.cases';
import { specialCases } from './special.cases';
import { subscriptionCases } from './subscription.cases';
import { CONCERNED, STRANGERS } from './viewers';
import type { Case, World } from './world';

export interface Matrix {
  readonly cases: readonly Case[];
  readonly unseen: readonly string[];
}

/** Seats see alike (AC-2): of what is seen one that may everything and one that may nothing tell as much as all. */
const FEW: readonly SignedIn[] = ['buyer', 'owner', 'idle', 'platform', 'system', ...STRANGERS];
const ALL: readonly SignedIn[] = [...CONCERNED, ...STRANGERS];

export interface Extent {
  /** Every seat, where a few see what all do. */
  readonly isFull: boolean;
  /** Whether what was looked at to find out what there is, is looked at again for the cells. */
  readonly looksTwice: boolean;
}

export async function matrixOf(world: World, { isFull, looksTwice }: Extent): Promise<Matrix> {
  const kinds = isFull ? ALL : FEW;
  const { cases, unseen } = await fieldCases(world, kinds, looksTwice);
  const others = await othersIn(world.workshop);
  return {
    unseen,
    cases: [
      ...cases,
      ...queryCases(world, kinds),
      ...mutationCases(world, kinds, others),
      ...subscriptionCases(world, kinds),
      ...fileCases(world),
      ...specialCases(world),
    ],
  };
}
