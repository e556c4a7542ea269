/** How many allowed results are listed at one step at most. */
const mostListed = 16;

/** The results that are listed, and those that are left out. */
export interface Listed<Result> {
  readonly listed: readonly Result[];
  readonly further: readonly Result[];
}

/** Of a receive each beginning of what was sent may be allowed: more than anybody reads. */
export const listedOf = <Result>(all: readonly Result[]): Listed<Result> => ({
  listed: all.slice(0, mostListed),
  further: all.slice(mostListed),
});
