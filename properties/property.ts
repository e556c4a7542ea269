import type { ClauseId } from '../spec/clauses/index.js';
import type { Profile } from '../spec/profiles.js';
import type { Observer } from '../model/search/observer.js';
import type { Model } from '../model/model.js';
import type { Scope } from '../model/search/scope.js';

/** Something that must hold, said of calls and results alone: it is checked on the model, on providers and on traces. */
export interface Property<Memory = unknown> {
  /** The name of the property in reports and on the command line. */
  readonly name: string;
  /** One sentence. */
  readonly says: string;
  readonly clauses: readonly ClauseId[];
  /**
   * No step of any run breaks it. What comes `eventually` is said in `liveness/`. What happens `sometimes` needs no monitor: a
   * linearisation of a documented sequence is a trace (`sequences.ts`), a rule fires (`audit/graphs`), and a documented result of a
   * call has a witness (`model/witnesses`).
   */
  readonly kind: 'always';
  /** The profiles under which it makes sense. */
  readonly appliesTo: (profile: Profile) => boolean;
  /** The readings under which it is claimed; the others are open. */
  readonly under: Model['readings'];
  /** The bounds within which the model is searched for a run that breaks it. */
  readonly ground: (profile: Profile) => Scope;
  /** Watches a run under a profile. Its trigger is what the property speaks of; one that never occurs is vacuous. */
  readonly monitor: (profile: Profile) => Observer<Memory>;
}

/** A property of which nobody needs to know what its monitor remembers. */
export interface SealedProperty extends Omit<Property, 'monitor'> {
  /** Lends the property to `use`, which must not care for what the monitor remembers. */
  readonly lend: <Result>(use: <Memory>(property: Property<Memory>) => Result) => Result;
}

/** Hides what the monitor of a property remembers, so that different ones fit into one list. */
export const sealed = <Memory>(property: Property<Memory>): SealedProperty => {
  const { monitor, ...described } = property;
  return { ...described, lend: (use) => use(property) };
};
