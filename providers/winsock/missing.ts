/** Something has to be installed before Winsock can be driven; the message says what. */
export class MissingTool extends Error {
  override readonly name = 'MissingTool';
}
