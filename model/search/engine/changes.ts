import type { Draft } from 'immer';
import { castDraft, current, Immer, isDraft } from 'immer';
import type { Candidate } from '../../../spec/readings.js';
import type { Item, Socket } from '../../world.js';
import type { Head, Rest } from './parts.js';

const drafts = new Immer({ autoFreeze: false });

/** How drafts of one kind of part end: one that was made of the part, and one that was put in its place. */
export interface Kind<Value extends object> {
  readonly end: (draft: Draft<Value>) => Value;
  readonly plain: (put: Draft<Value>) => Value;
}

export const socketKind: Kind<Socket> = {
  end: (draft) => drafts.finishDraft(draft),
  plain: (put) => withoutDrafts(put),
};
export const readingKind: Kind<readonly Candidate[]> = {
  end: (draft) => drafts.finishDraft(draft),
  plain: (put) => withoutDrafts(put),
};
export const headKind: Kind<Head> = {
  end: (draft) => drafts.finishDraft(draft),
  plain: (put) => withoutDrafts(put),
};
export const restKind: Kind<Rest> = {
  end: (draft) => drafts.finishDraft(draft),
  plain: (put) => withoutDrafts(put),
};
export const wireKind: Kind<readonly Item[]> = {
  end: (draft) => drafts.finishDraft(draft),
  plain: (put) => withoutDrafts(put),
};

/** A part of a world that may be changed: a draft of it is made when it is asked for. */
export class Part<Value extends object> {
  readonly #kind: Kind<Value>;
  readonly #load: () => Value | null;
  #draft: Draft<Value> | null = null;
  #put: { readonly value: Draft<Value> | null } | null = null;
  #plain: Value | null = null;

  constructor(kind: Kind<Value>, load: () => Value | null) {
    this.#kind = kind;
    this.#load = load;
  }

  /** `null` if it is not there. */
  get(): Draft<Value> | null {
    if (this.#put) return this.#put.value;
    if (this.#draft) return this.#draft;
    const value = this.#load();
    return (this.#draft = value && drafts.createDraft(value));
  }

  put(value: Draft<Value> | null): void {
    this.#put = { value };
  }

  /** Takes what was put in its place out of the drafts that it was made of; of other parts, too, so before any is finished. */
  settle(): void {
    this.#plain = this.#put?.value ? this.#kind.plain(this.#put.value) : null;
  }

  /** What it is in the end; what it was if nobody has asked. */
  finish(was: Value | null): Value | null {
    const drafted = this.#draft ? this.#kind.end(this.#draft) : was;
    return this.#put ? this.#plain : drafted;
  }

  get touched(): boolean {
    return this.#put !== null || this.#draft !== null;
  }
}

/** A value that was put together from drafts and others, with what the drafts have become in place of them. */
function withoutDrafts<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (isDraft(value)) return current(castDraft(value));
  let made = value;
  for (const key in value) {
    const part = withoutDrafts(value[key]);
    if (part === value[key]) continue;
    if (made === value) made = shallow(value);
    made[key] = part;
  }
  return made;
}

const shallow = <Value extends object>(value: Value): Value =>
  Array.isArray(value) ? Object.assign([], value) : { ...value };
