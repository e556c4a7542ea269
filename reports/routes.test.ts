import { describe, expect, it } from 'vitest';
import { parseTraceText } from '../spec/trace/parse.js';
import { lateSendReport } from './example.fixture.js';
import { routesOf } from './routes.js';

const setUp = [
  '{"trace":1}',
  '{"socket":"l","call":"WSASocket"}',
  '{"socket":"a","call":"WSASocket"}',
  '{"socket":"b","call":"WSASocket"}',
  '{"socket":"l","call":"listen","args":{"backlog":2}}',
  '{"socket":"a","call":"WSAConnect","args":{"to":"l"}}',
  '{"socket":"b","call":"WSAConnect","args":{"to":"l"}}',
];

/** Where the last of some further steps leads, in few words. */
function last(...lines: readonly string[]): string {
  const { steps } = parseTraceText('test', [...setUp, ...lines].join('\n'));
  const route = routesOf(steps).at(-1);
  return route ? `${route.kind} ${route.to.is} ${route.to.of}` : 'nowhere';
}

const condition = (client: string) => `"condition":{"called":true,"callerId":"${client}"}`;
const accept = (as: string, result: string) =>
  `{"socket":"l","call":"WSAAccept","args":{"as":"${as}","condition":"CF_ACCEPT"},"result":{${result}}}`;
const accepted = (as: string) => accept(as, '"ok":{}');
const acceptedFrom = (client: string, as: string) => accept(as, `"ok":{},${condition(client)}`);
const send = (socket: string) => `{"socket":"${socket}","call":"send","args":{"data":"x"}}`;

describe('where a call leads', () => {
  it('a request arrives in the backlog, and accept takes it from there', () => {
    expect(last()).toBe('asks backlog l');
    expect(last(accepted('s'))).toBe('asks backlog l');
  });

  it('to an accepted socket is to its listener', () => {
    const connect = '{"socket":"c","call":"WSAConnect","args":{"to":"s"}}';
    expect(last('{"socket":"c","call":"WSASocket"}', acceptedFrom('a', 's'), connect)).toBe('asks backlog l');
  });

  it('a request to a socket that never listens goes to the socket', () => {
    expect(last('{"socket":"a","call":"WSAConnect","args":{"to":"b"}}')).toBe('asks socket b');
  });

  it('data go to the peer, of which the condition function was told', () => {
    expect(last(acceptedFrom('b', 's'), send('s'))).toBe('sends socket b');
    expect(last(acceptedFrom('b', 's'), send('b'))).toBe('sends socket s');
  });

  it('the peer is known where only one request was left', () => {
    expect(last(acceptedFrom('b', 's'), accepted('t'), send('t'))).toBe('sends socket a');
    const rejected = accept('s', `"error":"WSAECONNREFUSED",${condition('a')}`);
    expect(last(rejected, accepted('s'), send('s'))).toBe('sends socket b');
  });

  it('the peer is not guessed', () => {
    expect(last(accepted('s'), send('s'))).toBe('asks socket s');
  });

  it('an accept that was pending takes a request when it completes', () => {
    const pending = accept('s', '"pending":true');
    const completed = `{"socket":"l","completes":"WSAAccept","result":{"ok":{},${condition('a')}}}`;
    expect(last(pending, completed)).toBe('asks backlog l');
    expect(last(pending, completed, send('s'))).toBe('sends socket a');
  });

  it('what concerns the socket alone stays with it', () => {
    expect(last(acceptedFrom('a', 's'), '{"socket":"s","call":"shutdown","args":{"how":"SD_RECEIVE"}}')).toBe(
      'asks socket s',
    );
    expect(last(acceptedFrom('a', 's'), '{"socket":"s","call":"shutdown","args":{"how":"SD_BOTH"}}')).toBe(
      'sends socket a',
    );
    expect(last('{"settle":true}')).toBe('nowhere');
  });

  it('is known for every step', () => {
    expect(routesOf(lateSendReport.steps)).toHaveLength(lateSendReport.steps.length);
  });
});
