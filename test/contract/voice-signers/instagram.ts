import { metaSigner } from './meta-signer.ts';

export default metaSigner;
