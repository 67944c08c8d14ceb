import { AppError } from '../core/model/errors.ts';
import { BannerConfig, TenantConfig } from '../core/model/organisation.ts';

/** How the organisation's JSON columns are read. */
/** TenantConfig without banners and sources, as stored in tenant.config. */
export const TenantSettings = TenantConfig.omit({ banners: true, sources: true });
/** BannerConfig without locations, as stored in banner.config. */
export const BannerSettings = BannerConfig.omit({ locations: true });

/** Stored configuration was checked when it came in; parsing again adds the defaults of newer versions. */
export function stored<T>(
  schema: {
    safeParse: (
      value: unknown,
    ) => { success: true; data: T } | { success: false; error: { message: string } };
  },
  value: unknown,
  what: string,
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError(
    'internal',
    `the stored configuration of ${what} does not fit this version: ${parsed.error.message}`,
  );
}
