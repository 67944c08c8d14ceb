/** Words that the stop patterns share; see keyword-patterns for how the patterns read. */
export const pattern = (source: string): RegExp => new RegExp(`(?<![a-z0-9])(?:${source})(?![a-z0-9])`, 'g');

export const CONTACTING =
  'text(?:ing)?|txt(?:ing)?|messag(?:e|ing)|msg(?:ing)?|call(?:ing)?|contact(?:ing)?|send(?:ing)?|email(?:ing)?|bother(?:ing)?|harass(?:ing)?|spam(?:ming)?|bug(?:ging)?|annoy(?:ing)?|writ(?:e|ing)|phon(?:e|ing)|ring(?:ing)?|reach(?:ing)?|hit(?:ting)?|blow(?:ing)?|solicit(?:ing)?|pester(?:ing)?|sms';

export const MESSAGES =
  'texts?|txts?|messages?|msgs?|sms|calls?|spam|notifications?|reminders?|alerts?|communications?|ads?|advertising|marketing|emails?|robocalls?|harassment|harassing|crap|nonsense|bs|shit|garbage|junk|stuff|contact|it|this|these|those|that|all|everything|now';
export const DONT =
  '(?:do not|dont|do n t|donot|never|quit|no need to|please no|you (?:can|may|should|must) not)';
