DROP INDEX "account_search";--> statement-breakpoint
DROP INDEX "role_holder_search";--> statement-breakpoint
CREATE INDEX "account_search" ON "account" USING gin (plain_letters(coalesce("given_name" || ' ', '') || "initials" || ' ' || btrim("prefix" || ' ' || "surname")) gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "role_holder_search" ON "role_holder" USING gin (plain_letters("initials" || ' ' || btrim("prefix" || ' ' || "surname")) gin_trgm_ops);