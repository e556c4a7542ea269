/** Network events that a registration may name (NE-01). */
export const networkEvents = [
  'FD_READ',
  'FD_WRITE',
  'FD_OOB',
  'FD_ACCEPT',
  'FD_CONNECT',
  'FD_CLOSE',
  'FD_QOS',
  'FD_GROUP_QOS',
  'FD_ROUTING_INTERFACE_CHANGE',
  'FD_ADDRESS_LIST_CHANGE',
] as const;

/** The name of a network event. */
export type NetworkEvent = (typeof networkEvents)[number];
