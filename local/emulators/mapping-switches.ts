import type { Database } from './database.ts';

/** Which event source mappings somebody has switched on or off since their template was first met. */
export interface MappingSwitches {
  /** Undefined: as the template says. */
  isEnabled(id: string): boolean | undefined;
  set(id: string, isEnabled: boolean): void;
}

export function createMappingSwitches(database: Database): MappingSwitches {
  return {
    isEnabled(id) {
      const found = database.get<{ enabled: number }>(
        'SELECT is_enabled AS enabled FROM switched_mappings WHERE id = ?',
        id,
      );
      return found && found.enabled === 1;
    },
    set(id, isEnabled) {
      database.run(
        'INSERT INTO switched_mappings (id, is_enabled) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET is_enabled = ?2',
        id,
        isEnabled ? 1 : 0,
      );
    },
  };
}
