-- Whoever writes a name holds its words until it is committed (`LOCKS.words`), beside everybody else who writes one: the clearing of what was kept long enough forgets the words that
-- stand in no request, and would not see the one that is just being sent.
CREATE OR REPLACE FUNCTION "names_of_a_request_are_known"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(5924199, 6);
  INSERT INTO name_word (of, word)
  SELECT 'request', written.word FROM words_of_a_name(NEW.subject_name || ' ' || NEW.applicant_name) AS written(word)
  WHERE NOT EXISTS (SELECT FROM name_word known WHERE known.word = written.word AND known.of = 'request');
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION "name_is_known"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_ARGV[0] = 'request' THEN
    PERFORM pg_advisory_xact_lock_shared(5924199, 6);
  END IF;
  INSERT INTO name_word (of, word)
  SELECT TG_ARGV[0], written.word FROM words_of_a_name(NEW.name) AS written(word)
  WHERE NOT EXISTS (SELECT FROM name_word known WHERE known.word = written.word AND known.of = TG_ARGV[0]);
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Whatever was forgotten in such a moment before.
INSERT INTO "name_word" ("of", "word")
SELECT 'request', written.word FROM (
  SELECT words_of_a_name("subject_name" || ' ' || "applicant_name") AS word FROM "request" UNION
  SELECT words_of_a_name("name") FROM "request_person"
) AS written
WHERE NOT EXISTS (SELECT FROM "name_word" known WHERE known.word = written.word AND known.of = 'request');
