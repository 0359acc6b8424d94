-- A word without its accents, and without the strokes that Unicode does not take for accents: "hakon" for "Håkon", "slezak" for "Ślęzak".
CREATE FUNCTION "plain_letters"(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT regexp_replace(normalize(translate(lower($1), 'øłđħıßæœ', 'oldhisao'), NFD), '[\u0300-\u036f]', '', 'g')
$$;
--> statement-breakpoint
CREATE TABLE "name_word" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "name_word_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"of" text NOT NULL,
	"word" text NOT NULL,
	"plain" text GENERATED ALWAYS AS (plain_letters(word)) STORED NOT NULL
);
--> statement-breakpoint
CREATE INDEX "name_word_known" ON "name_word" USING btree ("word","of");--> statement-breakpoint
CREATE INDEX "name_word_search" ON "name_word" USING gin ("plain" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "agb_code_words" ON "agb_code" USING gin (string_to_array(lower("name"), ' '));--> statement-breakpoint
CREATE INDEX "request_person_words" ON "request_person" USING gin (string_to_array(lower("name"), ' '));--> statement-breakpoint
CREATE INDEX "enterprise_words" ON "enterprise" USING gin (string_to_array(lower("name"), ' '));--> statement-breakpoint
CREATE INDEX "request_words" ON "request" USING gin (string_to_array(lower("subject_name" || ' ' || "applicant_name"), ' '));--> statement-breakpoint
-- Initials have too few letters to be misspelt in a way that anybody could tell, and by what stands before so many names nobody is found.
CREATE FUNCTION "words_of_a_name"(text) RETURNS SETOF text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT DISTINCT word FROM unnest(string_to_array(lower($1), ' ')) AS written(word) WHERE length(word) > 2 AND word NOT IN ('van', 'der', 'den', 'ten', 'ter', 'het')
$$;
--> statement-breakpoint
INSERT INTO "name_word" ("of", "word")
SELECT 'request', words_of_a_name("subject_name" || ' ' || "applicant_name") FROM "request" UNION
SELECT 'request', words_of_a_name("name") FROM "request_person" UNION
SELECT 'practice', words_of_a_name("name") FROM "agb_code" UNION
SELECT 'practice', words_of_a_name("name") FROM "enterprise";
--> statement-breakpoint
CREATE FUNCTION "names_of_a_request_are_known"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO name_word (of, word)
  SELECT 'request', written.word FROM words_of_a_name(NEW.subject_name || ' ' || NEW.applicant_name) AS written(word)
  WHERE NOT EXISTS (SELECT FROM name_word known WHERE known.word = written.word AND known.of = 'request');
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "names_of_a_request_are_known" AFTER INSERT OR UPDATE OF "subject_name", "applicant_name" ON "request" FOR EACH ROW EXECUTE FUNCTION "names_of_a_request_are_known"();
--> statement-breakpoint
-- The same where one column has the name; the trigger says of what it is.
CREATE FUNCTION "name_is_known"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO name_word (of, word)
  SELECT TG_ARGV[0], written.word FROM words_of_a_name(NEW.name) AS written(word)
  WHERE NOT EXISTS (SELECT FROM name_word known WHERE known.word = written.word AND known.of = TG_ARGV[0]);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "name_is_known" AFTER INSERT OR UPDATE OF "name" ON "request_person" FOR EACH ROW EXECUTE FUNCTION "name_is_known"('request');
--> statement-breakpoint
CREATE TRIGGER "name_is_known" AFTER INSERT OR UPDATE OF "name" ON "agb_code" FOR EACH ROW EXECUTE FUNCTION "name_is_known"('practice');
--> statement-breakpoint
CREATE TRIGGER "name_is_known" AFTER INSERT OR UPDATE OF "name" ON "enterprise" FOR EACH ROW EXECUTE FUNCTION "name_is_known"('practice');
--> statement-breakpoint
-- By the usual hundred samples, a text that one name in a thousand has in it counts as one in a hundred, and all requests are walked along to find it.
ALTER INDEX "request_search" ALTER COLUMN 1 SET STATISTICS 1000;
