import type { AmbiguityId } from '../readings.js';

/** The sections of the catalogue, as the prefixes of their clauses. */
type Section = 'LS' | 'CA' | 'CN' | 'CD' | 'SG' | 'GS' | 'AS' | 'LG' | 'DD' | 'NE' | 'CL' | 'IO' | 'ER';

/** What implementations were seen to do (section 18 of the catalogue); there is no EV-13. It obliges nobody. */
type EvidenceId =
  `EV-${'01' | '02' | '03' | '04' | '05' | '06' | '07' | '08' | '09' | '10'}` | LaterEvidenceId;
type LaterEvidenceId = `EV-${'11' | '12' | '14' | '15' | '16' | '17' | '18' | '19' | '20' | '21'}`;

/**
 * Why a clause is not modelled:
 * - `out of the lifecycle`: it concerns a facility that traces leave out, as quality of service or `select`;
 * - `not observable through the API`: nothing that a trace holds shows whether it is kept;
 * - `another protocol`: it concerns a kind of transport that no profile describes, or what one does below the API.
 */
type NotModelledReason = 'out of the lifecycle' | 'not observable through the API' | 'another protocol';

/** Whether the model implements a clause and, if not, why; `because` is a sentence for the clause table. */
type ClauseStatus =
  | { readonly modelled: true }
  | { readonly modelled: false; readonly reason: NotModelledReason; readonly because: string };

/**
 * A row of the clause catalogue, whose identifier may still be any. Everything else uses `Clause`, whose identifier is
 * one that exists.
 */
export interface ClauseRow {
  readonly id: `${Section}-${number}`;
  /** Whom it binds: the provider, the application, or nobody (a definition, a permission or a fact). */
  readonly binds: 'P' | 'A' | 'I';
  /** Whether one of the three founding pages states it, wholly or in part. */
  readonly founding: boolean;
  /** What it says, in the words of the catalogue. */
  readonly rule: string;
  /** The calls or events that it concerns, API names before SPI names; empty where it concerns no call in particular. */
  readonly calls: string;
  /** The documented results and codes; empty where it names none. */
  readonly result: string;
  /** Which providers, sockets or protocols it applies to; empty where it says nothing of it. */
  readonly scope: string;
  /** The documentation pages that state it, by their keys in the catalogue. */
  readonly sources: string;
  readonly ambiguities: readonly AmbiguityId[];
  readonly evidence: readonly EvidenceId[];
  readonly status: ClauseStatus;
}
