/** A candidate reading of an ambiguity. */
export type Candidate = 'R1' | 'R2' | 'R3' | 'R4';

/** A point that has to be decided, and the ways in which the documents let it be. */
interface Question {
  /** A label for tables. */
  readonly title: string;
  /** What is open, or contradictory. */
  readonly point: string;
  /** The documented readings; the default comes first. */
  readonly candidates: readonly { readonly id: Candidate; readonly says: string }[];
}

/** Whether a trace can tell the candidates apart and, if not, why. */
interface Observability {
  readonly observable: true | { readonly because: string };
}

/** A row of the ambiguity catalogue. One with parts is decided part by part, and has no candidates of its own. */
type AmbiguityRow = Question & {
  readonly id: `AM-${number}`;
  readonly remarks: string;
} & (Observability | { readonly parts: readonly (Question & Observability & { readonly key: string })[] });

const refusals = [
  {
    id: 'R1',
    says: 'Connect fails WSAECONNREFUSED (connect pages: attempt forcefully rejected; LS-07).',
  },
  {
    id: 'R2',
    says: 'Handshake already complete: connect succeeds, then reset (WSAECONNRESET on next call, FD_CLOSE with an error).',
  },
  { id: 'R3', says: 'Connect times out.' },
] as const;

const catalogue = [
  {
    id: 'AM-01',
    title: 'Is FD_ACCEPT re-enabled after CF_DEFER?',
    point:
      'Is FD_ACCEPT re-enabled after CF_DEFER? The tables except that accept (CA-13); the next sentence says any re-enabling call, even failing, re-enables (NE-13).',
    candidates: [
      { id: 'R1', says: 'Exception wins: not re-enabled until an accept that is not deferred.' },
      {
        id: 'R2',
        says: 'Re-enabled but CA-12 suppresses it while the deferred request heads the queue (R1 and R2 differ once the deferred request vanishes).',
      },
      { id: 'R3', says: 'Re-enabled and level-triggered, i.e. FD_ACCEPT again at once (busy loop).' },
    ],
    remarks:
      'R1: specific over general, and in line with SEED-E. Also open: does a fresh registration re-indicate a deferred request (NE-16 says yes, CA-12 says no further indications)? Does CA-12 also silence select readability? Do arrivals behind the deferred one get FD_ACCEPT as soon as it is decided (NE-17, third case: yes)?',
    observable: true,
  },
  {
    id: 'AM-02',
    title: 'FD_CLOSE and unread data',
    point: 'FD_CLOSE and unread data.',
    candidates: [
      {
        id: 'R1',
        says: 'Message pages, SPI and API; SQ-1 text: in a graceful close FD_CLOSE comes only after everything was read.',
      },
      { id: 'R2', says: 'Event page API: it is posted after all data are read, but check anyway.' },
      { id: 'R3', says: 'SPI event page; SQ-3: no promise; data may remain.' },
    ],
    remarks:
      'N-EOS says both interfaces behave exactly alike, so R1 should hold for events too, but the SPI event page omits the sentence. Actual Windows follows R3 (EV-01). For an abortive close no page delays FD_CLOSE.',
    observable: true,
  },
  {
    id: 'AM-03',
    title: 'After a deferral',
    point:
      'After a deferral. May the condition function return CF_DEFER again? Is a plain accept (no condition) a decision?',
    candidates: [],
    remarks:
      'Windows: plain accept takes the deferred request (EV-10). Blocking accept on a deferred head does not wait: it calls the condition function at once.',
    parts: [
      {
        key: 'AM-03a',
        title: 'Repeated deferral',
        point: 'After a deferral, may the condition function return CF_DEFER again?',
        candidates: [
          { id: 'R1', says: 'Repeated deferral allowed, each time WSATRY_AGAIN.' },
          { id: 'R2', says: 'An application error (SEED-E: must return ACCEPT or REJECT).' },
        ],
        observable: true,
      },
      {
        key: 'AM-03b',
        title: 'Plain accept after a deferral',
        point: 'After a deferral, is a plain accept (no condition) a decision?',
        candidates: [
          { id: 'R1', says: 'Accepts (CA-02).' },
          { id: 'R2', says: 'Misuse.' },
        ],
        observable: true,
      },
    ],
  },
  {
    id: 'AM-04',
    title: 'Deferred or pending request withdrawn by the client',
    point:
      'Deferred or pending request withdrawn by the client. Both WSAEACCES (timed out or withdrawn) and WSAECONNRESET (terminated by peer before acceptance) are listed on the same pages; accept lists only WSAECONNRESET.',
    candidates: [
      {
        id: 'R1',
        says: 'WSAEACCES when withdrawn before establishment, WSAECONNRESET when an established-but-unaccepted connection was reset.',
      },
      { id: 'R2', says: 'Either code.' },
      {
        id: 'R3',
        says: 'The entry silently disappears: next accept works on the next request, or WSAEWOULDBLOCK/blocks.',
      },
      { id: 'R4', says: 'Accept succeeds and the first receive reports the reset.' },
    ],
    remarks:
      'Not said: whether the condition function is called for a withdrawn request; whether the failing accept consumes it; whether an FD_ACCEPT already recorded is retracted; whether CA-12 ends when the deferred request vanishes. The kernel analogue (WSK) does notify an application that a pended request was dropped.',
    observable: true,
  },
  {
    id: 'AM-05',
    title: 'What the connecting side sees of CF_REJECT (and of a full backlog)',
    point:
      "What the connecting side sees of CF_REJECT (and of a full backlog). Only the accepting side's code is given for CF_REJECT.",
    candidates: [],
    remarks:
      "R1 fits a provider that holds the request (and TCP with SO_CONDITIONAL_ACCEPT effective); R2 fits default TCP (CA-29). The full backlog and CF_REJECT may follow different readings (AM-05a, AM-05b). Microsoft's network blog (Dec 2005) describes exactly R1→R2 for backlog overflow since SYN protection became default.",
    parts: [
      {
        key: 'AM-05a',
        title: 'What the connecting side sees of a full backlog',
        point: 'What does the connecting side see when its request finds the backlog full?',
        candidates: refusals,
        observable: true,
      },
      {
        key: 'AM-05b',
        title: 'What the connecting side sees of CF_REJECT',
        point:
          "What does the connecting side see of CF_REJECT? Only the accepting side's code is given for CF_REJECT.",
        candidates: refusals,
        observable: true,
      },
    ],
  },
  {
    id: 'AM-06',
    title: 'Code in FD_CLOSE',
    point:
      'Code in FD_CLOSE and the TCP state. Prose: 0 or WSAECONNRESET. Tables: also WSAECONNABORTED, WSAENETDOWN. State: TIME/CLOSE WAIT vs FIN/CLOSE WAIT.',
    candidates: [
      { id: 'R1', says: '0 ⇔ graceful, any nonzero ⇔ abortive.' },
      { id: 'R2', says: 'Only 0 and WSAECONNRESET.' },
    ],
    remarks:
      'Windows reports WSAECONNABORTED for a remote reset (EV-02), so a checker must not insist on WSAECONNRESET in FD_CLOSE. States, which a trace does not show: R1 CLOSE_WAIT (remote first) or after own shutdown TIME_WAIT; R2 FIN_WAIT is a slip.',
    observable: true,
  },
  {
    id: 'AM-07',
    title: 'Unread received data when an abort arrives',
    point: 'Unread received data when an abort arrives.',
    candidates: [
      { id: 'R1', says: 'Discarded; next receive WSAECONNRESET.' },
      { id: 'R2', says: 'Still readable, then WSAECONNRESET.' },
    ],
    remarks:
      'Documents speak only of lost unsent data; "any receive on the remote side fails" favours R1. ATM still delivers.',
    observable: true,
  },
  {
    id: 'AM-08',
    title: 'Persistence rules',
    point:
      'Persistence rules. (a) one-shot until re-enabled vs new arrivals; (b) does re-registering repeat an event already reported; (c) FD_CONNECT when connect fails at once; (d) do the two interfaces really agree; (e) FD_CONNECT at registration on an accepted socket (NE-19: "at registration if a connection is established").',
    candidates: [],
    remarks:
      'Windows event interface: (a) R2, (b) R2; message interface: (a) R1, (b) R1 (EV-03, EV-08). FD_CLOSE and FD_CONNECT have no re-enabling call, so at most one per registration under R1/R2 alike (a new connection attempt after a failed one may record FD_CONNECT anew: CN-03, NE-19; both allowed).',
    parts: [
      {
        key: 'AM-08a',
        title: 'New arrivals before re-enabling',
        point: 'Is an indication one-shot until it is re-enabled, or does a new arrival record it again?',
        candidates: [
          { id: 'R1', says: 'Nothing until re-enabled.' },
          { id: 'R2', says: 'A new arrival records again.' },
        ],
        observable: true,
      },
      {
        key: 'AM-08b',
        title: 'Re-registering after a report',
        point: 'Does re-registering repeat an event already reported?',
        candidates: [
          { id: 'R1', says: 'Yes (NE-16).' },
          { id: 'R2', says: 'Only if still unreported.' },
        ],
        observable: true,
      },
      {
        key: 'AM-08c',
        title: 'FD_CONNECT when connect fails at once',
        point: 'Is FD_CONNECT recorded when connect fails at once?',
        candidates: [
          { id: 'R1', says: 'No (API).' },
          { id: 'R2', says: 'Yes (SPI).' },
        ],
        observable: true,
      },
      {
        key: 'AM-08d',
        title: 'Do the two interfaces agree?',
        point: 'Do the event and the message interface really agree?',
        candidates: [
          { id: 'R1', says: 'They behave alike (NE-02).' },
          { id: 'R2', says: 'Each follows its own pages.' },
        ],
        observable: { because: 'A trace has the event interface only.' },
      },
      {
        key: 'AM-08e',
        title: 'FD_CONNECT at registration on an accepted socket',
        point:
          'Does registering on an accepted socket record FD_CONNECT (NE-19: "at registration if a connection is established")?',
        candidates: [
          { id: 'R1', says: 'No: it is not the connector.' },
          { id: 'R2', says: 'Yes.' },
        ],
        observable: true,
      },
    ],
  },
  {
    id: 'AM-09',
    title: 'SD_BOTH as graceful initiator',
    point:
      'SD_BOTH as graceful initiator (SEED-S) although it also disables reception, which on TCP resets the connection when data are queued or arrive (AS-05).',
    candidates: [
      { id: 'R1', says: 'Graceful unless received data exist.' },
      { id: 'R2', says: 'Always graceful.' },
      { id: 'R3', says: 'Graceful then reset if the peer sends anything.' },
    ],
    remarks:
      'R1/R3 combine best. Nothing is said about FD_CLOSE delivery after local SD_RECEIVE/SD_BOTH (EV-06: still delivered).',
    observable: true,
  },
  {
    id: 'AM-10',
    title: 'RecvDisconnect with queued data (TCP)',
    point:
      'RecvDisconnect with queued data (TCP). API: reset. SPI: data accepted, not acknowledged, until the window fills. Both say "no effect on lower layers", which contradicts a reset.',
    candidates: [
      { id: 'R1', says: 'Reset (API, same as SD_RECEIVE on both pages).' },
      { id: 'R2', says: 'Silent acceptance (older text).' },
    ],
    remarks:
      'In SQ-2 step 3 the server calls RecvDisconnect right after FD_CLOSE: safe under AM-02/R1, destructive under AM-02/R3 with AM-10/R1. A model should flag that combination.',
    observable: true,
  },
  {
    id: 'AM-11',
    title: 'Closing with unread received data',
    point: 'Closing with unread received data. No page says whether this is graceful.',
    candidates: [
      { id: 'R1', says: 'Irrelevant: linger alone decides (CL-03, LG).' },
      { id: 'R2', says: 'Abortive: peer gets a reset (as AS-05 for shutdown).' },
    ],
    remarks: 'Documents silent; R2 is common TCP practice (RFC 2525 §2.17). Keep as switch.',
    observable: true,
  },
  {
    id: 'AM-12',
    title: 'Disconnect-data details',
    point:
      'Disconnect-data details. RecvDisconnect before any notice? With nothing sent? How is the length returned? NULL or short buffer: is reception disabled, are the data kept? Too long outgoing data? Zero-length outgoing data on a non-supporting provider? Does a failing SendDisconnect (WSAENOPROTOOPT) start teardown?',
    candidates: [
      {
        id: 'R1',
        says: 'Failing call changes nothing; WSABUF.len in/out as for connect data (0 = none); short buffer → WSAEFAULT, retry allowed; before notice → success with len 0 or an unspecified error.',
      },
      { id: 'R2', says: 'Everything implementation-defined.' },
    ],
    remarks:
      'Only the codes in DD-12/DD-13 are documented; no WSAEWOULDBLOCK, WSAEMSGSIZE, WSAESHUTDOWN or WSAEINVAL is listed for either call. TCP may return success instead of WSAENOPROTOOPT from RecvDisconnect.',
    observable: true,
  },
  {
    id: 'AM-13',
    title: 'Response data with CF_REJECT or CF_DEFER',
    point: 'Response data with CF_REJECT or CF_DEFER, and len set above capacity.',
    candidates: [
      { id: 'R1', says: 'Data are used only with CF_ACCEPT.' },
      { id: 'R2', says: 'With CF_REJECT they travel in the refusal where the protocol can.' },
    ],
    remarks: 'SEED-E ties response data to no particular result. Overrun: undefined, or WSAEINVAL.',
    observable: {
      because:
        'The callee data of a connect that failed say nothing in a trace, so none can be seen in a refusal.',
    },
  },
  {
    id: 'AM-14',
    title: 'Connect-data faults',
    point:
      'Connect-data faults. With too small a callee buffer, is the connection made (truncation) or not? Is the fault raised before sending the request, when the reply size is still unknown? What is "too large" for caller data?',
    candidates: [
      { id: 'R1', says: 'Whole connect fails with WSAEFAULT, socket unconnected.' },
      { id: 'R2', says: 'Connected, data truncated, WSAEFAULT.' },
    ],
    remarks:
      'No documented way to query the limit. For nonblocking connect the fault would have to travel in FD_CONNECT (message interface lists WSAEFAULT only for namelen).',
    observable: true,
  },
  {
    id: 'AM-15',
    title: 'Polarity of SO_DONTLINGER',
    point:
      'Polarity of SO_DONTLINGER. setsockopt/getsockopt pages and SPI: TRUE = no linger. linger page: nonzero optval makes l_onoff nonzero (i.e. lingers). N-SOL: option "shows l_onoff". SPI default table says SO_LINGER "1 is on (default)" next to SO_DONTLINGER default TRUE. WSPCloseSocket\'s recovery list says to disable SO_DONTLINGER.',
    candidates: [
      { id: 'R1', says: 'SO_DONTLINGER = NOT l_onoff; recovery list means enable.' },
      { id: 'R2', says: 'As on the linger page.' },
    ],
    remarks: 'R1: majority, and Windows (EV-17). Restrict the checker to SO_LINGER.',
    observable: true,
  },
  {
    id: 'AM-16',
    title: 'LG-06 conditional or not',
    point:
      'LG-06 conditional or not. Detail text: WSAEWOULDBLOCK if the close cannot complete immediately. Summary and code tables: any nonblocking close with nonzero time-out fails.',
    candidates: [
      { id: 'R1', says: 'Conditional (e.g. succeeds when nothing is unsent).' },
      { id: 'R2', says: 'Always fails until linger changes or shutdown is called.' },
    ],
    remarks: 'The listed remedies ("call shutdown first") fit R1.',
    observable: true,
  },
  {
    id: 'AM-17',
    title: 'After a keep-alive drop',
    point: 'After a keep-alive drop: WSAECONNRESET (N-ERR) or WSAENOTCONN (option pages) for later calls.',
    candidates: [
      { id: 'R1', says: 'WSAECONNRESET (N-ERR).' },
      { id: 'R2', says: 'WSAENOTCONN (option pages).' },
    ],
    remarks: 'Either. Out of core scope.',
    observable: {
      because:
        'Keep-alive is not among the options of a trace, so its drops cannot be told from other failures.',
    },
  },
  {
    id: 'AM-18',
    title: 'Socket groups',
    point:
      'Socket groups. SEED-E and all SPI pages: reserved. API pages: fully described and said to be enforced by the Windows provider. Also "add s" literally names the listening socket, not the accepted one; whether the accepted socket inherits the listener\'s group is unsaid.',
    candidates: [
      { id: 'R1', says: 'Reserved: g must be 0, nothing else checked.' },
      { id: 'R2', says: 'API semantics.' },
    ],
    remarks: 'Seeds ⇒ R1.',
    observable: true,
  },
  {
    id: 'AM-19',
    title: 'Address output of accept when not accepted',
    point: 'Address output of accept when not accepted: filled always (SPI) or only on acceptance (API).',
    candidates: [
      { id: 'R1', says: 'SPI: filled always.' },
      { id: 'R2', says: 'API: filled only on acceptance.' },
    ],
    remarks: 'Allow both.',
    observable: { because: 'A trace has no address buffers.' },
  },
  {
    id: 'AM-20',
    title: 'listen twice',
    point: 'listen twice: no change (API) or new backlog with excess requests reset (SPI).',
    candidates: [
      { id: 'R1', says: 'API: no change.' },
      { id: 'R2', says: 'SPI: new backlog with excess requests reset.' },
    ],
    remarks: 'Both return 0.',
    observable: true,
  },
  {
    id: 'AM-21',
    title: 'WSAEDISCON from plain recv',
    point:
      'WSAEDISCON from plain recv. SEED-T attributes zero to recv and WSAEDISCON to WSARecv; the recv page lists no WSAEDISCON; N-MAP maps both to WSPRecv; WSPSelect page promises zero bytes for any graceful close.',
    candidates: [
      { id: 'R1', says: 'Protocol decides (SEED-S, GS-07) whichever entry point.' },
      { id: 'R2', says: 'recv always 0.' },
    ],
    remarks: 'R1.',
    observable: true,
  },
  {
    id: 'AM-22',
    title: 'Calls made inside the condition function',
    point:
      'Calls made inside the condition function: allowed in version 2 (N-W11) or WSAEINPROGRESS (code tables); in particular accept on the same listener, or closing it.',
    candidates: [
      { id: 'R1', says: 'Allowed on other sockets.' },
      { id: 'R2', says: 'WSAEINPROGRESS.' },
    ],
    remarks: 'Model as forbidden by the application side.',
    observable: {
      because: 'A condition function is part of one step, so a trace cannot show calls made inside it.',
    },
  },
  {
    id: 'AM-23',
    title: 'Does a failing accept consume the request?',
    point:
      'Does a failing accept consume the request? WSAEMFILE, WSAENOBUFS, WSAEFAULT, WSAEINVAL (bad condition result).',
    candidates: [
      { id: 'R1', says: 'Request stays at the head.' },
      { id: 'R2', says: 'It is dropped.' },
    ],
    remarks: 'Only CF_DEFER is explicit. CF_REJECT clearly consumes.',
    observable: true,
  },
  {
    id: 'AM-24',
    title: 'Use after close',
    point: 'Use after close: WSAENOTSOCK should result (SPI) vs cannot be relied upon (API).',
    candidates: [{ id: 'R1', says: 'WSAENOTSOCK (SPI).' }],
    remarks: 'In a model with fresh handles use SPI reading.',
    observable: {
      because: 'A trace never gives a name to a second socket, so nothing but the SPI reading can appear.',
    },
  },
  {
    id: 'AM-25',
    title: 'The side of SQ-2 step 8',
    point: 'SQ-2 step 8 is in the client column in SEED-T, in the server column in SEED-S.',
    candidates: [{ id: 'R1', says: 'Client (else the server closes twice and the client never).' }],
    remarks: 'Misprint in the English original too, hence in both SEED-S translations.',
    observable: { because: 'It is a misprint in a sequence of calls that an application makes.' },
  },
  {
    id: 'AM-26',
    title: 'Repeated shutdown-type calls',
    point:
      'Repeated shutdown-type calls: second SD_SEND, SendDisconnect after SD_SEND (data still sent?), SD_RECEIVE then RecvDisconnect, closing after SendDisconnect.',
    candidates: [
      { id: 'R1', says: 'Idempotent success.' },
      { id: 'R2', says: 'WSAENOTCONN / WSAESHUTDOWN once both directions are down.' },
    ],
    remarks: 'Silent. CL-03 says close adds a sequence only "if it has not already happened".',
    observable: true,
  },
  {
    id: 'AM-27',
    title: "Is the initiator's teardown abortive-able later?",
    point:
      "Is the initiator's teardown abortive-able later? Linger close with zero time-out after own SD_SEND: reset or ignored?",
    candidates: [
      { id: 'R1', says: 'Reset (AS-03 unconditional).' },
      { id: 'R2', says: 'Ignored since a shutdown sequence already happened.' },
    ],
    remarks: 'Silent.',
    observable: true,
  },
  {
    id: 'AM-28',
    title: 'WSAECONNRESET and disconnect data',
    point:
      'WSAECONNRESET and disconnect data. API lists it among the notices after which RecvDisconnect works; SPI does not; elsewhere reset means unusable socket.',
    candidates: [
      { id: 'R1', says: 'Data may accompany an abort.' },
      { id: 'R2', says: 'Only graceful teardown.' },
    ],
    remarks: 'Seeds list only graceful notices.',
    observable: true,
  },
  {
    id: 'AM-29',
    title: '"Does not block" vs the alertable-wait note',
    point:
      '"Does not block" vs the alertable-wait note: pages of shutdown, SendDisconnect, RecvDisconnect call themselves blocking in a boilerplate note.',
    candidates: [{ id: 'R1', says: 'Non-blocking.' }],
    remarks: 'Boilerplate.',
    observable: {
      because: 'The note is boilerplate; a call that does block breaks GS-10 and follows no reading.',
    },
  },
  {
    id: 'AM-30',
    title: 'Sending after the peer closed entirely',
    point:
      'Sending after the peer closed entirely (not just its send side): the first send may succeed, later ones fail.',
    candidates: [
      {
        id: 'R1',
        says: 'Any number of successes, then WSAECONNRESET (or WSAECONNABORTED), on send and on recv alike: the peer is gone, and its stack answers what arrives with a reset.',
      },
    ],
    remarks: 'Not stated; FD_CLOSE is identical for shutdown and close (NE-28).',
    observable: true,
  },
  {
    id: 'AM-31',
    title: 'FD_CLOSE for providers without graceful close',
    point: 'FD_CLOSE for providers without graceful close: code always nonzero, or 0 for an orderly release?',
    candidates: [
      { id: 'R1', says: 'Always nonzero.' },
      { id: 'R2', says: '0 allowed (IrDA, ATM behave orderly).' },
    ],
    remarks: 'Silent.',
    observable: true,
  },
  {
    id: 'AM-32',
    title: 'Does RecvDisconnect/zero-receive suppress a still unreported FD_CLOSE?',
    point: 'Does RecvDisconnect/zero-receive suppress a still unreported FD_CLOSE?',
    candidates: [{ id: 'R1', says: 'No, independent.' }],
    remarks: 'NE-12: FD_CLOSE has no re-enabling call; EV-04.',
    observable: true,
  },
] as const satisfies readonly AmbiguityRow[];

type Entry = (typeof catalogue)[number];

/** The identifier of an ambiguity, `AM-01` to `AM-32`. */
export type AmbiguityId = Entry['id'];

/** What a reading is chosen for: an ambiguity, or one of its independent parts, as `AM-08a`. */
export type ReadingKey = KeysOf<Entry>;
type KeysOf<E extends Entry> = E extends { parts: readonly { key: infer Key }[] } ? Key : E['id'];

/** A point on which the documents are silent or contradict each other, or one part of it: what a reading decides. */
export interface Reading extends Question, Observability {
  readonly key: ReadingKey;
  readonly ambiguity: AmbiguityId;
}

/** An entry of the ambiguity catalogue, with what can be said about it. */
export interface Ambiguity extends Question {
  readonly id: AmbiguityId;
  readonly remarks: string;
  /** The parts that are decided independently of each other, each with its own candidates. */
  readonly parts?: readonly Reading[];
}

const readingsOf = (entry: Entry): readonly Reading[] => {
  const { id: ambiguity, title, point, candidates } = entry;
  return 'parts' in entry
    ? entry.parts.map((part) => ({ ...part, ambiguity }))
    : [{ key: entry.id, ambiguity, title, point, candidates, observable: entry.observable }];
};

/** Every ambiguity, in the order of the catalogue. */
export const ambiguities: readonly Ambiguity[] = catalogue.map((entry) => {
  const { id, title, point, candidates, remarks } = entry;
  const described = { id, title, point, candidates, remarks };
  return 'parts' in entry ? { ...described, parts: readingsOf(entry) } : described;
});

/** Every reading that can be chosen, in the order of the catalogue. */
export const readings: readonly Reading[] = catalogue.flatMap(readingsOf);

/** The keys of {@link readings}, in their order. */
export const readingKeys: readonly ReadingKey[] = readings.map(({ key }) => key);

const candidatesByKey: ReadonlyMap<string, readonly Candidate[]> = new Map(
  readings.map(({ key, candidates }) => [key, candidates.map(({ id }) => id)]),
);

/** The documented candidates of a reading; the default comes first. */
export function candidatesOf(key: ReadingKey): readonly Candidate[] {
  const candidates = candidatesByKey.get(key);
  if (!candidates) throw new Error(`the catalogue has no reading ${key}`);
  return candidates;
}

/** What a text was understood to choose, or a sentence for the user. */
type ParsedReading =
  { readonly key: ReadingKey; readonly candidates: readonly Candidate[] } | { readonly problem: string };

/** Understands a choice of candidates, written as `AM-01=R1` or `AM-02=R1,R2`; repeated ones count once. */
export function parseReading(text: string): ParsedReading {
  const [name = '', list, ...surplus] = text.split('=').map((part) => part.trim());
  if (list === undefined || surplus.length > 0) {
    return { problem: `"${text}" is not a reading; expected one like AM-01=R1 or AM-02=R1,R2` };
  }
  const key = readingKeys.find((known) => known === name);
  if (key === undefined) return { problem: unknownKey(name) };

  const known = candidatesOf(key);
  const named = list.split(',').map((candidate) => candidate.trim());
  const stranger = named.find((candidate) => !known.some((one) => one === candidate));
  if (stranger !== undefined) {
    return { problem: `${key} has no candidate "${stranger}"; expected ${inWords(known)}` };
  }
  return { key, candidates: known.filter((candidate) => named.includes(candidate)) };
}

function unknownKey(name: string): string {
  const ambiguity = ambiguities.find(({ id }) => name.startsWith(id));
  if (!ambiguity) return `"${name}" is not a reading; expected ${inWords(readingKeys)}`;
  if (!ambiguity.parts)
    return `${ambiguity.id} has no parts, so "${name}" is not a reading; expected ${ambiguity.id}`;
  const parts = inWords(ambiguity.parts.map(({ key }) => key));
  return name === ambiguity.id
    ? `${ambiguity.id} has independent parts; expected ${parts}`
    : `${ambiguity.id} has no part "${name}"; expected ${parts}`;
}

const inWords = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
