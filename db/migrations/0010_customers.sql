CREATE INDEX "account_search" ON "account" USING gin (lower(coalesce("given_name" || ' ', '') || "initials" || ' ' || btrim("prefix" || ' ' || "surname")) gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "credential_user_number" ON "credential" USING btree ("user_number");--> statement-breakpoint
CREATE INDEX "agreement_enterprise" ON "agreement" USING btree ("enterprise_id");--> statement-breakpoint
CREATE INDEX "enterprise_in_order" ON "enterprise" USING btree (lower("name"),"id");--> statement-breakpoint
CREATE INDEX "enterprise_town" ON "enterprise" USING btree (lower("town"),lower("name"),"id");--> statement-breakpoint
CREATE INDEX "role_holder_search" ON "role_holder" USING gin (lower("initials" || ' ' || btrim("prefix" || ' ' || "surname")) gin_trgm_ops);