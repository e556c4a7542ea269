import { findCompiler } from './compiler.js';
import { MissingTool } from './missing.js';
import { windowsRunner } from './wine.js';

/** Why Winsock cannot be driven on this machine; `null` if it can. */
export const whatIsMissing = (): string | null => {
  try {
    findCompiler();
    windowsRunner();
    return null;
  } catch (error) {
    if (error instanceof MissingTool) return error.message;
    throw error;
  }
};

/** The name of tests that need Winsock: where they are skipped, it says why. */
export const onWinsock = (name: string): string => {
  const missing = whatIsMissing();
  return missing === null ? name : `${name} (skipped: ${missing})`;
};
