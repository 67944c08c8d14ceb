/**
 * Does a text speak of somebody's health: a condition, a procedure, a result, a drug, a clinic whose very name says it?
 * (45 CFR 164.502(b), 164.514(d); catalogue `hipaa-min-necessary`) A practice's name, a request to call back and a
 * booking link without the reason for the visit are none of it.
 */
import { phrase, plainText } from './plain-text.ts';

export function speaksOfHealth(text: string): boolean {
  const plain = plainText(text);
  return HEALTH.some((pattern) => pattern.test(plain));
}

const HEALTH: readonly RegExp[] = [
  // Results and records.
  phrase(
    '(?:test|lab|labs|blood|biopsy|scan|imaging|screening|pathology|pregnancy|covid|genetic|urine|culture|mri|ct|x ray|xray|pap|hiv|std|sti|a1c|your|his|her|the|their) results?|results (?:are|is|came|of your|from your)|(?:lab|blood) ?(?:work|test|tests|draw|panel)|labs (?:are|came|show)|tested (?:positive|negative)|(?:positive|negative|abnormal|normal|elevated) (?:for|result|reading|test|finding)|medical (?:records?|history)|(?:your|his|her) (?:chart|diagnosis|prognosis|labs|condition|symptoms?|treatment|therapy|medications?|meds|prescriptions?|rx|refills?|procedure|surgery|operation|pregnancy|infection|pain|injury|biopsy|scan|x rays?|xrays?|mri|ultrasound|mammogram|colonoscopy|vaccin\\w+|shots?|dose|implants?|crowns?|fillings?|root canal|extraction|dentures?|braces|retainer|lenses|hearing aids?|inhaler|blood pressure|blood sugar|cholesterol|tumou?r|cancer|diabetes|fracture|rash|stitches|wound)',
  ),
  // Procedures.
  phrase(
    'mri|ct scans?|cat scan|pet scan|x rays?|xrays?|ultrasounds?|sonograms?|mammogra\\w+|biops\\w+|colonoscop\\w+|endoscop\\w+|laparoscop\\w+|arthroscop\\w+|pap smears?|ekg|ecg|echocardiogram|dialysis|chemo\\w*|radiation (?:therapy|treatment)|radiotherapy|infusions?|transfusion|vaccin\\w+|immuniz\\w+|flu shots?|booster shots?|botox|(?:eye|vision|hearing) (?:exams?|tests?)|your a1c|root canals?|tooth extractions?|wisdom teeth|(?:dental|teeth|tooth) (?:cleaning|implants?|filling|whitening)|cleaning and exam|deep cleaning|dentures?|vasectom\\w+|hysterectom\\w+|mastectom\\w+|appendectom\\w+|tonsillectom\\w+|cesarean|c section|abortions?|ivf|insemination|amniocentesis|cataract\\w*|lasik|bypass|angioplast\\w+|stents?|transplants?|knee replacement|hip replacement|surger\\w+|anesthesia|physical therapy|chemotherap\\w+|psychotherap\\w+|therapy session|counsel(?:l)?ing session|physical exam|prostate exam|pelvic exam|sleep study|stress test|allergy test\\w*|hearing test|drug (?:test|screen)\\w*|resonancia|radiografia|cirugia|vacuna|colonoscopia',
  ),
  // Conditions.
  phrase(
    'cancer\\w*|tumou?rs?|melanoma|leukemia|lymphoma|diabet\\w+|insulin resist\\w+|asthma\\w*|copd|hypertension|high blood pressure|heart (?:disease|failure|condition|attack)|arrhythmia|afib|stroke|epilep\\w+|seizures?|alzheimer\\w*|dementia|parkinson\\w*|multiple sclerosis|arthritis|osteopor\\w+|fibromyalgia|lupus|crohn\\w*|colitis|ibs|hepatitis|cirrhosis|kidney (?:disease|failure|stones?)|hiv|aids|herpes|chlamydia|gonorrhea|syphilis|hpv|stds?|stis?|uti|yeast infection|infections?|covid(?: 19)?|influenza|pneumonia|bronchitis|strep|mono|measles|depress(?:ion|ive|ed)|anxiety|bipolar|schizo\\w+|ptsd|ocd|adhd|autis\\w+|eating disorder|anorexia|bulimia|addict\\w+|alcoholism|substance (?:abuse|use)|opioid\\w*|overdose|pregnan\\w+|miscarriage|menopause|infertil\\w+|erectile dysfunction|eczema|psoriasis|acne|gingivitis|periodont\\w+|cavit(?:y|ies)|tooth decay|abscess|concussion|fractures?|hernia|migraines?|glaucoma|allerg(?:y|ies)|anemia|obesity|thyroid|embarazo|embarazada|diagnos\\w+',
  ),
  // Drugs.
  phrase(
    'prescri\\w+|refills?|medications?|dosage|\\d+ ?(?:mg|mcg|ml)|insulin|metformin|ozempic|wegovy|mounjaro|semaglutide|lisinopril|amlodipine|atorvastatin|simvastatin|lipitor|warfarin|eliquis|xarelto|albuterol|amoxicillin|azithromycin|penicillin|antibiotics?|ibuprofen|oxycodone|oxycontin|hydrocodone|vicodin|percocet|tramadol|fentanyl|morphine|methadone|suboxone|buprenorphine|naloxone|narcan|xanax|alprazolam|valium|diazepam|ativan|lorazepam|klonopin|adderall|ritalin|vyvanse|prozac|fluoxetine|zoloft|sertraline|lexapro|escitalopram|wellbutrin|bupropion|lithium|seroquel|abilify|viagra|sildenafil|cialis|humira|keytruda|enbrel|prednisone|gabapentin|levothyroxine|synthroid|birth control|contracepti\\w+|plan b|prep|truvada|statins?|steroids?|antidepress\\w+|chemo|receta|medicamentos?',
  ),
  // Clinics whose name says it.
  phrase(
    'oncolog\\w+|cancer (?:center|clinic|institute)|fertility|reproductive|ob gyn|obgyn|gynecolog\\w+|obstetric\\w*|maternity|midwi\\w+|psychiatr\\w+|psycholog\\w+|behavioral health|mental health|(?:addiction|recovery|rehab|detox|methadone|suboxone) (?:center|clinic|program|services)|hospice|palliative|dialysis|infectious disease|(?:hiv|std|sti|sexual health|pain|weight loss|sleep|wound|memory|diabetes|heart|stroke) (?:center|clinic)|urolog\\w+|cardiolog\\w+|nephrolog\\w+|neurolog\\w+|dermatolog\\w+|endocrinolog\\w+|rheumatolog\\w+|gastroenterolog\\w+|planned parenthood|abortion',
  ),
];
