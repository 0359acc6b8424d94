CREATE INDEX "letter_by_status" ON "letter" USING btree ("status");--> statement-breakpoint
CREATE INDEX "letter_by_key" ON "letter" USING btree ("key_id","made_at");--> statement-breakpoint
CREATE INDEX "mail_refused" ON "mail" USING btree ("queued_at") WHERE "mail"."status" = 'refused';