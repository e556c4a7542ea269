import type { Draft } from 'immer';
import type { ClauseId } from '../../spec/clauses/index.js';
import type { Model } from '../model.js';
import type { Choices } from '../rule.js';
import type { Connection, ConnectionId, End, Item, Side, World } from '../world.js';

/** An item of one kind. */
export type ItemOf<Kind extends Item['is']> = { [K in Kind]: Extract<Item, { is: K }> }[Kind];

/** Something arrives at `side`: the circumstances as a guard sees them, the item still in flight. */
export interface Arrival<Kind extends Item['is']> {
  readonly model: Model;
  readonly world: World;
  readonly id: ConnectionId;
  readonly connection: Connection;
  readonly side: Side;
  readonly end: End;
  readonly item: ItemOf<Kind>;
}

/** The same for an effect: the item has left the wire. */
export interface Reception<Kind extends Item['is']> extends Choices {
  readonly model: Model;
  readonly world: Draft<World>;
  readonly id: ConnectionId;
  readonly connection: Draft<Connection>;
  readonly side: Side;
  readonly end: Draft<End>;
  readonly item: ItemOf<Kind>;
}

/** What the arrival of an item does to the end that it reaches. */
export interface DeliveryRule<Kind extends Item['is']> {
  readonly name: string;
  readonly clauses: readonly ClauseId[];
  readonly when: (arrival: Arrival<Kind>) => boolean;
  readonly then: (reception: Reception<Kind>) => void;
}

/** The rules for one kind of item. */
export type DeliveryRules<Kind extends Item['is']> = readonly DeliveryRule<Kind>[];
