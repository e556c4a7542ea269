/** The pages behind the keys that stand in the sources of a clause. */
const pages: ReadonlyMap<string, string> = new Map([
  ['SEED-E', 'enhanced-functionality-at-connect-time-2'],
  ['SEED-T', 'connection-setup-and-teardown-2'],
  ['SEED-S', 'connection-shutdown-2'],
  ['N-GSA', 'graceful-shutdown-linger-options-and-socket-closure-2'],
  ['N-GSS', 'graceful-shutdown-linger-options-and-socket-closure-in-the-spi-2'],
  ['N-LCA', 'protocol-basics-listen-connect-accept-2'],
  ['N-NNE', 'notification-of-network-events-2'],
  ['N-EOS', 'event-object-signaling-2'],
  ['N-ANE', 'asynchronous-notification-using-event-objects-2'],
  ['N-SCA', 'so-conditional-accept'],
  ['N-SOL', 'sol-socket-socket-options'],
  ['N-ERR', 'windows-sockets-error-codes-2'],
  ['N-CLS', 'closing-sockets-2'],
  ['N-REF', 'reference-counting-2'],
  ['N-SHR', 'shared-sockets-2'],
  ['N-MODE', 'socket-attribute-flags-and-modes-2'],
  ['N-NBIO', 'nonblocking-i-o-2'],
  ['N-SEL', 'selects-2'],
  ['N-MAP', 'transport-mapping-between-api-and-spi-functions-2'],
  ['N-ERP', 'error-reporting-and-parameter-validation-2'],
  ['N-W11', 'windows-sockets-1-1-blocking-routines-and-einprogress-2'],
  ['N-SG', 'socket-group-operations-2 and its neighbours'],
  ['N-MPT', 'semantic-differences-between-multipoint-sockets-and-regular-sockets-2'],
  ['N-ATM', 'cause-2'],
  ['N-PGM', 'sending-and-receiving-pgm-data'],
  ['N-BT', 'bluetooth-and-connect, bluetooth-and-shutdown'],
  ['H-RSG', '“Required Socket Grouping Behavior”, MSDN of 1998, withdrawn'],
  ['H-WSH', 'WDK topics “Client/Server Applications and Connect Data” and “Disconnect Data”, obsolete'],
  ['H-CE', 'WSPSendDisconnect for Windows Embedded CE'],
]);

const key = /\b(?:SEED-[EST]|[NH]-[A-Z0-9]+)\b/gu;

/** Where the pages are found, for a reader who does not know the keys. */
export const whereSourcesAre =
  'Pages are those of MicrosoftDocs/win32 (desktop-src/WinSock); A:f and P:f are the API and the SPI page of f in MicrosoftDocs/sdk-api.';

/** The sources of a clause with the names of their pages: `SEED-E (enhanced-functionality-at-connect-time-2); A:connect`. */
export const expandSources = (sources: string): string =>
  sources.replace(key, (name) => {
    const page = pages.get(name);
    return page === undefined ? name : `${name} (${page})`;
  });
