import { describe, expect, it } from 'vitest';
import { parseRecord } from './record.js';

const where = { process: '0020', thread: '0024' };

describe('a line of a log of Wine', () => {
  it.each([
    [
      '0020:0024:Call ws2_32.send(0000003c,14000a004,00000005,00000000) ret=140001879',
      { is: 'call', ...where, name: 'send', args: [0x3cn, 0x14000a004n, 5n, 0n] },
    ],
    [
      '12018.180:0020:0024:Call ws2_32.getaddrinfo(00c871b8 "a, \\"b\\"",00000000) ret=1400028cc',
      { is: 'call', ...where, name: 'getaddrinfo', args: [0xc871b8n, 0n] },
    ],
    [
      '0020:0024:Ret  ws2_32.recv() retval=ffffffff ret=140001600',
      { is: 'return', ...where, name: 'recv', value: 0xffffffffn },
    ],
    [
      '0020:0024:trace:winsock:listen socket 0x30, backlog 3',
      { is: 'note', ...where, by: 'listen', text: 'socket 0x30, backlog 3' },
    ],
    [
      '0024: ioctl( code=00120344, async={handle=0030,event=0034,apc=00000000}, in_data={01,00,00,ff} )',
      { is: 'control', thread: '0024', handle: 0x30n, code: 0x120344, bytes: [1, 0, 0, 255] },
    ],
    [
      '0024: ioctl() = 0 { wait=0038, options=00000000, out_data={08,00} }',
      { is: 'answer', thread: '0024', status: '0', bytes: [8, 0] },
    ],
    [
      '0024: ioctl() = DEVICE_NOT_READY { wait=0000, options=00000000, out_data={} }',
      { is: 'answer', thread: '0024', status: 'DEVICE_NOT_READY', bytes: [] },
    ],
    [
      '0024: set_async_direct_result( handle=0048, information=0000001f, status=00000000, mark_pending=0 )',
      { is: 'moved', thread: '0024', bytes: 31 },
    ],
    [
      '0024: recv_socket( oob=0, async={handle=004c,event=0044,iosb=0169fc40}, force_async=0 )',
      { is: 'use', thread: '0024', handle: 0x4cn },
    ],
    ['0024: close_handle( handle=004c )', { is: 'use', thread: '0024', handle: 0x4cn }],
    ['0020:0024:Call PE DLL (proc=0000000370F83370)', { is: 'sign', ...where }],
  ])('%s', (line, value) => {
    expect(parseRecord(line)).toEqual({ ok: true, value });
  });

  it.each([
    '',
    'what a program prints',
    '0024: select( flags=2, cookie=0031f50c )',
    '0024: set_async_direct_result() = 0 { handle=0000 }',
    '0024: close_handle() = 0',
    '0024: set_async_direct_result( handle=0048, information=00000101, status=c00000a3, mark_pending=0 )',
    '0024:Call KERNEL32.Sleep(00000000) ret=140001879',
  ])('says nothing of sockets: %s', (line) => {
    expect(parseRecord(line)).toEqual({ ok: true, value: null });
  });

  it.each([
    ['0024:Call ws2_32.send(0000003c) ret=1', 'process'],
    ['0020:0024:Call ws2_32.send(0000003c,14000a0', 'ret'],
    ['0020:0024:Call ws2_32.send(0000003c,oops) ret=1', 'args'],
    ['0020:0024:Ret  ws2_32.send() retval=', 'retval'],
    ['0024: ioctl( code=00120344, async={', 'ioctl'],
    ['0024: set_async_direct_result( handle=00', 'information'],
    ['0024: close_handle( han', 'handle'],
  ])('is broken: %s', (line, field) => {
    expect(parseRecord(line)).toMatchObject({ ok: false, problem: { field } });
  });
});
