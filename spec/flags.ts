/** The service flags of `WSAPROTOCOL_INFO.dwServiceFlags1`, with their values (`winsock2.h`). */
export const serviceFlags = {
  XP1_CONNECTIONLESS: 0x00000001,
  XP1_GUARANTEED_DELIVERY: 0x00000002,
  XP1_GUARANTEED_ORDER: 0x00000004,
  XP1_MESSAGE_ORIENTED: 0x00000008,
  XP1_PSEUDO_STREAM: 0x00000010,
  XP1_GRACEFUL_CLOSE: 0x00000020,
  XP1_EXPEDITED_DATA: 0x00000040,
  XP1_CONNECT_DATA: 0x00000080,
  XP1_DISCONNECT_DATA: 0x00000100,
  XP1_SUPPORT_BROADCAST: 0x00000200,
  XP1_SUPPORT_MULTIPOINT: 0x00000400,
  XP1_MULTIPOINT_CONTROL_PLANE: 0x00000800,
  XP1_MULTIPOINT_DATA_PLANE: 0x00001000,
  XP1_QOS_SUPPORTED: 0x00002000,
  XP1_INTERRUPT: 0x00004000,
  XP1_UNI_SEND: 0x00008000,
  XP1_UNI_RECV: 0x00010000,
  XP1_IFS_HANDLES: 0x00020000,
  XP1_PARTIAL_MESSAGE: 0x00040000,
  XP1_SAN_SUPPORT_SDP: 0x00080000,
} as const;

/** The name of a service flag. */
export type ServiceFlag = keyof typeof serviceFlags;

const isServiceFlag = (name: string): name is ServiceFlag => Object.hasOwn(serviceFlags, name);

/** The names of all service flags, in the order of their values. */
export const serviceFlagNames: readonly ServiceFlag[] = Object.keys(serviceFlags).filter(isServiceFlag);
