/** The mark: a call that comes back. */
export function Wordmark() {
  return (
    <span className="rb-wordmark">
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
        <rect width="32" height="32" rx="9" className="rb-mark-ground" />
        <path
          className="rb-mark-phone"
          d="M21.5 20.200 18.600 18a1.600 1.600 0 0 0-2 .1l-1 .9a10.700 10.700 0 0 1-3.700-3.700l.9-1a1.600 1.600 0 0 0 .1-2l-2.200-2.900a1.500 1.500 0 0 0-2.200-.2C6 11.500 7.800 16.300 11.300 19.800c3.500 3.500 8 5.100 10.500 2.500a1.500 1.500 0 0 0-.3-2.100Z"
        />
        <path
          className="rb-mark-arrow"
          d="M16 7.500h7.500V15M23.200 7.800 16.500 14.500"
          fill="none"
          strokeWidth="2.400"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span>Ringback</span>
    </span>
  );
}
