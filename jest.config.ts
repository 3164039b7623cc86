import { availableParallelism } from 'node:os';
import type { Config } from 'jest';

export default {
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  // Otherwise Jest walks the packaged bundles and state of earlier runs.
  modulePathIgnorePatterns: ['<rootDir>/.local', '<rootDir>/.serverless', '<rootDir>/.esbuild'],
  globalSetup: '<rootDir>/tests/support/package-stages.ts',
  globalTeardown: '<rootDir>/tests/support/forget-packages.ts',
  extensionsToTreatAsEsm: ['.ts'],
  testSequencer: '<rootDir>/tests/support/longest-first.cjs',
  transform: { '\\.ts$': '<rootDir>/tests/support/strip-types.js' },
  // A ceiling and no measure: beside a test that needs both cores everything takes several times as long.
  testTimeout: 60_000,
  // One more than there are cores: the long files also wait, for other processes, leases and time-outs.
  maxWorkers: availableParallelism() + 1,
} satisfies Config;
