/** There are more ways in which something may have come about than can be told apart. */
export class TooMany extends Error {}
