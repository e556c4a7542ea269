import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { socketName } from '../spec/trace/names.js';
import type { Step } from '../spec/trace/step.js';
import { arbitraryBugReport } from './bug-report.arbitrary.js';
import { lateSendReport } from './example.fixture.js';
import { mermaidDiagram } from './mermaid.js';

/** What a text is shown as: Mermaid's entities are the code points of characters. */
const shown = (text: string): string =>
  text.replace(/#(\d+);/gu, (_, code: string) => String.fromCodePoint(Number(code)));

const participant = /^participant ([sb]\d+) as (.+)$/u;
const message = /^([sb]\d+)(->>|-->>|-\))([sb]\d+): (.+)$/u;
const note = /^Note over ([sb]\d+)(?:,([sb]\d+))?: (.+)$/u;
const opening = /^(?:box transparent .+|rect rgba\(255, 0, 0, 0\.2\)|loop again and again for ever)$/u;
const safe = /^(?:[^#;%<>&\\@$|~`^]|#\d+;)*$/u;

interface Diagram {
  readonly participants: ReadonlyMap<string, string>;
  readonly messages: readonly string[];
  readonly notes: readonly string[];
  readonly fields: readonly (readonly string[])[];
}

/** Takes a diagram apart; fails at a line that is none of the few kinds that are drawn. */
function parsed(text: string): Diagram {
  const [head, ...lines] = text.split('\n').map((line) => line.trim());
  expect(head).toBe('sequenceDiagram');
  const participants = new Map<string, string>();
  const messages: string[] = [];
  const notes: string[] = [];
  const fields: string[][] = [];
  const open: string[][] = [];
  const known = (id: string | undefined) => expect(participants.has(id ?? '')).toBe(true);
  for (const line of lines) {
    const [, id = '', name = ''] = participant.exec(line) ?? [];
    const [, from, , to, said = ''] = message.exec(line) ?? [];
    const [, over, until, noted = ''] = note.exec(line) ?? [];
    for (const inside of open) inside.push(line);
    expect(`${name}${said}${noted}`).toMatch(safe);
    if (id !== '') {
      expect(participants.has(id)).toBe(false);
      participants.set(id, shown(name));
    } else if (from !== undefined) {
      known(from);
      known(to);
      messages.push(shown(line));
    } else if (over !== undefined) {
      known(over);
      known(until ?? over);
      notes.push(shown(noted));
    } else if (opening.test(line)) {
      const inside: string[] = [];
      open.push(inside);
      if (line.startsWith('rect')) fields.push(inside);
    } else {
      expect(line).toBe('end');
      expect(open.pop()).toBeDefined();
    }
  }
  expect(open).toEqual([]);
  return { participants, messages, notes, fields };
}

const lateSend = parsed(mermaidDiagram(lateSendReport));

describe('the sequence diagram of a trace', () => {
  it('has every socket as a participant, and the backlog beside its listener', () => {
    expect([...lateSend.participants.values()]).toEqual([
      'listener',
      'backlog of listener',
      'client',
      'server',
    ]);
  });

  it('lets requests arrive in the backlog, from which accept takes them', () => {
    expect(lateSend.messages).toContain('s1->>b0: 5. WSAConnect(to=listener)');
    expect(lateSend.messages).toContain('s0->>b0: 8. WSAAccept(as=server, condition=CF_ACCEPT)');
  });

  it('draws results as arrows back', () => {
    expect(lateSend.messages).toContain('b0-->>s1: ok');
    expect(lateSend.messages).toContain('s2-->>s2: 11. recv completes: ok {"data":""}');
  });

  it('draws what one end tells the other between the two', () => {
    expect(lateSend.messages).toContain('s1-)s2: 10. shutdown(how=SD_SEND)');
  });

  it('marks the refused step, with its result, by a red field', () => {
    const [field = [], ...others] = lateSend.fields;
    expect(others).toEqual([]);
    expect(field.map((line) => line.trim())).toEqual([
      's1-)s2: 12. send(data="too late")',
      's1-->>s1: ok {"sent":8}',
      'Note over s1: not allowed: IO-01, GS-12',
      'end',
    ]);
  });

  it('names the property that broke instead of clauses', () => {
    const property = { name: 'deferral', says: 'a deferred request silences later ones' };
    expect(mermaidDiagram({ ...lateSendReport, property })).toContain('not allowed: deferral');
  });

  it('is well formed for every report, with each step told once', () => {
    fc.assert(
      fc.property(arbitraryBugReport, (report) => {
        const { messages, notes, fields } = parsed(mermaidDiagram(report));
        expect(fields).toHaveLength(report.cycle === undefined ? 1 : 0);
        const told = [...messages, ...notes].flatMap((line) => /(?:^|: )(\d+)\. /u.exec(line)?.[1] ?? []);
        const numbers = report.steps.map((_, index) => index + 1);
        expect(told.map(Number).toSorted((one, other) => one - other)).toEqual(numbers);
      }),
    );
  });

  it.each(['a;b', '#35;', '%%{init: {}}%%', '<br/>', 'end', 'style:#1;', '$$x$$', '-->>b: hi', '\u202e'])(
    'takes nothing of the data %s for syntax',
    (data) => {
      const steps: readonly Step[] = [
        { socket: socketName(data), call: 'WSASocket', args: {}, result: { ok: {} } },
        { socket: socketName(data), call: 'send', args: { data }, result: { error: 'WSAENOTCONN' } },
      ];
      const text = mermaidDiagram({ ...lateSendReport, steps, at: 1 });
      const { messages, participants } = parsed(text);
      expect(messages).toHaveLength(4);
      expect(participants.size).toBe(1);
      expect(text).not.toMatch(/\bend\b(?!$)|\bstyle/mu);
    },
  );

  it('leaves out the first steps of a trace that is too long to be drawn', () => {
    const socket = socketName('s');
    const made: Step = { socket, call: 'WSASocket', args: {}, result: { ok: {} } };
    const sent: Step = { socket, call: 'send', args: { data: 'x' }, result: { ok: { sent: 1 } } };
    const steps = [made, ...Array.from({ length: 5000 }, () => sent)];
    const text = mermaidDiagram({ ...lateSendReport, steps, at: 5000 });
    expect(text.length).toBeLessThan(50_000);
    const { notes, messages } = parsed(text);
    expect(notes[0]).toMatch(/^\d,\d{3} earlier steps left out$/u);
    expect(messages.at(-2)).toBe('s0->>s0: 5001. send(data="x")');
  });
});
