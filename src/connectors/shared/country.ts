import { isSupportedCountry } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';
import { z } from 'zod';
import type { ParseContext } from '../../ports/connector.ts';

/**
 * Which country a number without a country code belongs to. A PBX writes down what its carrier shows: `0612345678` is a
 * mobile in France and nothing at all in Ohio. Codes are ISO 3166-1 alpha-2, as far as ITU-T E.164 has a plan for them.
 */
export const Country = z.string().refine(isSupportedCountry, 'not a country code such as US, CA or GB');

export const COUNTRY_IN_WORDS =
  "Country of numbers that are written without a country code; the location's otherwise, else the organisation's, else US";

/** For the set-up page of whatever passes on numbers as the carrier shows them. */
export const COUNTRY_STEP =
  'Numbers without a country code, such as 0612345678, are read as numbers of the country of the location, else of the organisation when all its locations are in one. Set country (FR, GB, US and so on) where the trunk is in another.';

/** The setting, else where the shop is, else the United States. Codes without a number plan of their own count as unset. */
export function countryOf(setting: string | undefined, context: ParseContext): CountryCode {
  const [known = 'US'] = [setting, context.country].filter(
    (code): code is CountryCode => code !== undefined && isSupportedCountry(code),
  );
  return known;
}

/** Settings with their country filled in. */
export function inCountry<Settings extends { readonly country?: string | undefined }>(
  settings: Settings,
  context: ParseContext,
): Settings & { readonly country: CountryCode } {
  return { ...settings, country: countryOf(settings.country, context) };
}
