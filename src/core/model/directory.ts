import type { BannerConfig, LocationConfig, TenantConfig } from './organisation.ts';

/** The organisation as the pipeline uses it: looked up by id, key and number, and cached by version. */
export interface BannerRecord {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly legalEntity: string;
  readonly paused: boolean;
  readonly config: Omit<BannerConfig, 'locations'>;
}

export interface LocationRecord {
  readonly id: string;
  readonly tenantId: string;
  readonly banner: BannerRecord;
  readonly key: string;
  readonly name: string;
  readonly zone: string;
  /** The switch of this location alone; `effectiveMode` also honours banner and tenant. */
  readonly mode: 'live' | 'shadow' | 'off';
  readonly paused: boolean;
  readonly version: number;
  readonly config: LocationConfig;
}

export interface NumberRecord {
  readonly number: string;
  readonly locationId: string;
  readonly kind: 'main' | 'tracking' | 'extension' | 'staff';
  readonly forwardsTo: string | null;
}

export interface Organisation {
  readonly tenant: {
    readonly id: string;
    readonly key: string;
    readonly name: string;
    readonly zone: string;
    readonly simulated: boolean;
    readonly paused: boolean;
    readonly clockOffsetMs: number;
    readonly config: Omit<TenantConfig, 'banners' | 'sources'>;
  };
  readonly banners: ReadonlyMap<string, BannerRecord>;
  /** By location id. */
  readonly locations: ReadonlyMap<string, LocationRecord>;
  readonly locationsByKey: ReadonlyMap<string, LocationRecord>;
  /** By E.164. */
  readonly numbers: ReadonlyMap<string, NumberRecord>;
}

/** What the location may really do now: one switch stops a location, a banner, a tenant, everything. */
export function effectiveMode(
  organisation: Organisation,
  location: LocationRecord,
): 'live' | 'shadow' | 'off' {
  if (organisation.tenant.paused || location.banner.paused || location.paused) return 'off';
  return location.mode;
}
