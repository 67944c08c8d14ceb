/**
 * Where the demo organisation has its shops: real cities, zones and area codes, so that quiet hours and state rules do
 * real work; invented streets and numbers. Ten zones, 29 states, several with rules of their own.
 */
export interface Place {
  readonly key: string;
  readonly city: string;
  readonly state: string;
  readonly zone: string;
  readonly areaCode: string;
  readonly postalCode: string;
  readonly districts: readonly string[];
}

const place = (
  city: string,
  state: string,
  zone: string,
  areaCode: string,
  postalCode: string,
  ...districts: string[]
): Place => ({
  key: city.toLowerCase().replaceAll(/[^a-z]+/g, '-'),
  city,
  state,
  zone,
  areaCode,
  postalCode,
  districts,
});

const EASTERN = 'America/New_York';
const CENTRAL = 'America/Chicago';
const MOUNTAIN = 'America/Denver';
const PACIFIC = 'America/Los_Angeles';

export const PLACES: readonly Place[] = [
  place('Boston', 'MA', EASTERN, '617', '02116', 'Back Bay', 'Dorchester', 'Allston'),
  place('Hartford', 'CT', EASTERN, '860', '06103', 'Downtown', 'West End'),
  place('Philadelphia', 'PA', EASTERN, '215', '19103', 'Fishtown', 'Manayunk', 'South Philly'),
  place('Pittsburgh', 'PA', EASTERN, '412', '15222', 'Strip District', 'Shadyside'),
  place('Richmond', 'VA', EASTERN, '804', '23220', 'Carytown', 'Shockoe'),
  place('Charlotte', 'NC', EASTERN, '704', '28203', 'South End', 'Plaza Midwood', 'Ballantyne'),
  place('Atlanta', 'GA', EASTERN, '404', '30308', 'Midtown', 'Decatur', 'Buckhead'),
  place('Jacksonville', 'FL', EASTERN, '904', '32204', 'Riverside', 'San Marco', 'Mandarin'),
  place('Columbus', 'OH', EASTERN, '614', '43201', 'Short North', 'Clintonville', 'German Village'),
  place('Detroit', 'MI', 'America/Detroit', '313', '48201', 'Midtown', 'Corktown', 'Eastern Market'),
  place(
    'Indianapolis',
    'IN',
    'America/Indiana/Indianapolis',
    '317',
    '46202',
    'Fountain Square',
    'Broad Ripple',
    'Irvington',
  ),
  place('Nashville', 'TN', CENTRAL, '615', '37203', 'The Gulch', 'East Nashville', 'Green Hills'),
  place('Chicago', 'IL', CENTRAL, '312', '60607', 'West Loop', 'Pilsen', 'South Loop'),
  place('Milwaukee', 'WI', CENTRAL, '414', '53202', 'Third Ward', 'Bay View'),
  place('Minneapolis', 'MN', CENTRAL, '612', '55401', 'North Loop', 'Uptown', 'Longfellow'),
  place('St. Louis', 'MO', CENTRAL, '314', '63108', 'Central West End', 'Soulard'),
  place('New Orleans', 'LA', CENTRAL, '504', '70115', 'Uptown', 'Bywater'),
  place('Austin', 'TX', CENTRAL, '512', '78704', 'South Lamar', 'East Cesar Chavez', 'Burnet Road'),
  place('Dallas', 'TX', CENTRAL, '214', '75206', 'Greenville', 'Deep Ellum', 'Bishop Arts'),
  place('Houston', 'TX', CENTRAL, '713', '77006', 'Montrose', 'The Heights', 'Midtown'),
  place('Oklahoma City', 'OK', CENTRAL, '405', '73103', 'Midtown', 'Plaza District'),
  place('Denver', 'CO', MOUNTAIN, '303', '80205', 'RiNo', 'Highlands', 'Wash Park'),
  place('Salt Lake City', 'UT', MOUNTAIN, '801', '84102', 'Sugar House', 'Ninth and Ninth', 'Millcreek'),
  place('Albuquerque', 'NM', MOUNTAIN, '505', '87106', 'Nob Hill', 'Old Town'),
  place('Boise', 'ID', 'America/Boise', '208', '83702', 'North End', 'The Bench'),
  place('Phoenix', 'AZ', 'America/Phoenix', '602', '85004', 'Roosevelt Row', 'Arcadia', 'Encanto'),
  place('Seattle', 'WA', PACIFIC, '206', '98103', 'Fremont', 'Ballard', 'Georgetown'),
  place('Portland', 'OR', PACIFIC, '503', '97214', 'Hawthorne', 'Alberta', 'St. Johns'),
  place('Los Angeles', 'CA', PACIFIC, '310', '90034', 'Culver Junction', 'Mar Vista', 'Sawtelle'),
  place('San Diego', 'CA', PACIFIC, '619', '92104', 'North Park', 'Hillcrest', 'Barrio Logan'),
  place('Las Vegas', 'NV', PACIFIC, '702', '89104', 'Arts District', 'Huntridge'),
  place('Anchorage', 'AK', 'America/Anchorage', '907', '99501', 'Spenard', 'Midtown'),
  place('Honolulu', 'HI', 'Pacific/Honolulu', '808', '96816', 'Kaimuki', 'Kakaako'),
];

/** Numbers in a real area code that belong to nobody: 555-0100 to 555-0199 are kept for fiction. */
export function fictionalNumber(areaCode: string, index: number): string {
  if (index < 0 || index > 99) throw new Error('an area code has a hundred fictional numbers');
  return `+1${areaCode}55501${String(index).padStart(2, '0')}`;
}
