/** Relay's object identification: everything with an id of ours can be found by it. */
import { Field, ID, InterfaceType } from 'type-graphql';

@InterfaceType({ description: 'Anything with an id, for `node(id:)`.' })
export abstract class Node {
  @Field(() => ID, { description: 'Opaque and unique across all types.' })
  id!: string;
}
