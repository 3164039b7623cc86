import type { Config } from 'jest';

export default {
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  // Otherwise Jest walks the packaged bundles and state of earlier runs.
  modulePathIgnorePatterns: ['<rootDir>/.local', '<rootDir>/.serverless', '<rootDir>/.esbuild'],
  globalSetup: '<rootDir>/tests/support/package-stages.ts',
  globalTeardown: '<rootDir>/tests/support/forget-packages.ts',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/tests/support/strip-types.js' },
  // A ceiling and no measure: beside a test that needs both cores everything takes several times as long.
  testTimeout: 60_000,
  // Jest takes a single worker on two cores unless told otherwise.
  maxWorkers: '100%',
} satisfies Config;
